using Vsm.Advice;

namespace Vsm.S3.Control.Data;

internal sealed class ControlAdviceMapping : AdviceMapping;
