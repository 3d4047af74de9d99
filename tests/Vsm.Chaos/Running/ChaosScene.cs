using Vsm.Chaos.Bus;
using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Running;

/// <summary>What a fault has to act on while tasks flow.</summary>
internal sealed record ChaosScene(Team Team, Ledger Ledger, FaultRunner Faults, HttpDoor Door, ConfirmedSender Sender, Findings Findings, Feeder Feeder);
