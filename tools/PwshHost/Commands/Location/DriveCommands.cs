using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-PSDrive.</summary>
[Cmdlet(VerbsCommon.Get, "PSDrive"), OutputType(typeof(PSDriveInfo))]
public sealed class GetPSDriveCommand : PathCommand
{
    [Parameter(Position = 0)] public string[] Name { get; set; } = ["*"];

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            Attempt(name, () =>
            {
                if (!WildcardPattern.ContainsWildcardCharacters(name)) WriteObject(SessionState.Drive.Get(name));
                else WriteObject(SessionState.Drive.GetAll().Where(drive => new NameFilter(name, null, null).Accepts(drive.Name)), enumerateCollection: true);
            });
        }
    }
}

/// <summary>New-PSDrive.</summary>
[Cmdlet(VerbsCommon.New, "PSDrive"), OutputType(typeof(PSDriveInfo))]
public sealed class NewPSDriveCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true)] public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true)] public string PSProvider { get; set; } = "";

    [Parameter(Position = 2, Mandatory = true), AllowEmptyString] public string Root { get; set; } = "";

    [Parameter] public string Description { get; set; } = "";

    [Parameter] public string Scope { get; set; } = "Local";

    protected override void ProcessRecord() => Attempt(Name, () =>
    {
        var drive = new PSDriveInfo(Name, SessionState.Provider.GetOne(PSProvider), Root, Description, credential: null);
        WriteObject(SessionState.Drive.New(drive, Scope));
    });
}

/// <summary>Remove-PSDrive.</summary>
[Cmdlet(VerbsCommon.Remove, "PSDrive")]
public sealed class RemovePSDriveCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)] public string[] Name { get; set; } = [];

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public string Scope { get; set; } = "Global";

    protected override void ProcessRecord()
    {
        foreach (string name in Name) Attempt(name, () => SessionState.Drive.Remove(name, Force, Scope));
    }
}
