using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>A defect of one object, before it is known which commits it concerns.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Finding(ObjectName Object, DefectKind Kind, DefectSeverity Severity, string Description)
{
    internal static Finding Error(in ObjectName name, DefectKind kind, string description) => new(name, kind, DefectSeverity.Error, description);

    internal static Finding Warning(in ObjectName name, DefectKind kind, string description) => new(name, kind, DefectSeverity.Warning, description);
}
