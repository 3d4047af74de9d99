using Vsm.Advice;

namespace Vsm.S5.Policy.Data;

internal sealed class PolicyAdviceMapping : AdviceMapping;
