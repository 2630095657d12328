using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Foundation;

/// <summary>The one table from faults to error records. The fault's name is the error id that scripts rely on.</summary>
internal static class FaultRecord
{
    public static ErrorRecord From(OstreeException fault)
    {
        var record = new ErrorRecord(fault, fault.Fault.ToString(), CategoryOf(fault.Fault), fault.Subject);
        if (fault.Remedy is not null)
            record.ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Remedy };
        return record;
    }

    private static ErrorCategory CategoryOf(OstreeFault fault) => fault switch
    {
        OstreeFault.MalformedVariant => ErrorCategory.InvalidData,
        OstreeFault.MalformedVariantText => ErrorCategory.InvalidArgument,
        OstreeFault.MalformedKeyFile => ErrorCategory.InvalidData,
        OstreeFault.KeyNotFound => ErrorCategory.ObjectNotFound,
        _ => ErrorCategory.NotSpecified,
    };
}
