using System.Management.Automation;
using DriveNotFoundException = System.Management.Automation.DriveNotFoundException;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Test-Path's -PathType asks for.</summary>
public enum TestPathType
{
    /// <summary>An item of any kind.</summary>
    Any,

    /// <summary>A directory or its like.</summary>
    Container,

    /// <summary>A file or its like.</summary>
    Leaf,
}

/// <summary>Test-Path.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Path", DefaultParameterSetName = ByPath), OutputType(typeof(bool))]
public sealed class TestPathCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    public string[]? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    public string[]? LiteralPath { get; set; }

    [Parameter, Alias("Type")] public TestPathType PathType { get; set; }

    [Parameter] public SwitchParameter IsValid { get; set; }

    protected override void ProcessRecord()
    {
        if ((LiteralPath ?? Path) is not { Length: > 0 } paths)
        {
            WriteError(new ErrorRecord(
                new ArgumentNullException(nameof(Path)), "NullPathNotPermitted", ErrorCategory.InvalidArgument, targetObject: null));
            return;
        }

        foreach (string path in paths)
        {
            if (string.IsNullOrWhiteSpace(path)) WriteObject(false);
            else Attempt(path, () => WriteObject(IsValid ? SessionState.Path.IsValid(path) : Exists(path)));
        }
    }

    private bool Exists(string path)
    {
        try
        {
            bool isLiteral = LiteralPath is not null;
            if (!InvokeProvider.Item.Exists(path, force: false, isLiteral)) return false;
            if (PathType == TestPathType.Any) return true;
            bool isContainer = InvokeProvider.Item.IsContainer(isLiteral ? WildcardPattern.Escape(path) : path);
            return isContainer == (PathType == TestPathType.Container);
        }
        catch (Exception absent) when (absent is ItemNotFoundException or DriveNotFoundException or ProviderNotFoundException)
        {
            return false;
        }
    }
}
