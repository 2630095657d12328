using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace OstreePS.PwshHost.Hosting;

/// <summary>The engine's initial state: its own core commands with its aliases, and every cmdlet of this assembly.</summary>
internal static class EngineState
{
    internal static InitialSessionState Create()
    {
        var state = InitialSessionState.CreateDefault2();
        foreach (Type type in typeof(EngineState).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet) continue;
            state.Commands.Add(new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
        }

        return state;
    }
}
