using System.Globalization;
using System.Management.Automation.Host;

namespace OstreePS.PwshHost.Hosting;

/// <summary>The engine's view of this process: a console without a prompt.</summary>
internal sealed class ScriptHost : PSHost
{
    private readonly ConsoleInterface _interface = new();

    /// <summary>What <c>exit</c> asked for; null while nothing did.</summary>
    internal int? ExitCode { get; private set; }

    public override string Name => "PwshHost";

    public override Version Version { get; } = typeof(ScriptHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => _interface;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no prompt.");

    public override void NotifyBeginApplication() => _interface.ClearProgress();

    public override void NotifyEndApplication() => Console.Out.Flush();
}
