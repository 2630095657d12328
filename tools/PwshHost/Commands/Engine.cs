using System.Management.Automation;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>The few internals of the engine that its own cmdlets use and that have no public form.</summary>
internal static class Engine
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Assembly Automation = typeof(PSObject).Assembly;

    /// <summary>Ends the commands upstream of this one, as Select-Object -First does.</summary>
    internal static Exception StopUpstream(PSCmdlet command)
        => (Exception)Create("System.Management.Automation.StopUpstreamCommandsException", command);

    /// <summary>The formatting engine's worker for Format-Table (shape Table) or Format-List (shape List).</summary>
    internal static object FormatShape(string shape)
    {
        Type shapes = Automation.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        return Create("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", Enum.Parse(shapes, shape));
    }

    /// <summary>A sink of formatted lines, for Out-LineOutput.</summary>
    internal static object LineOutput(TextWriter writer, int columns, bool noNewline)
        => Create("Microsoft.PowerShell.Commands.Internal.Format.TextWriterLineOutput", writer, columns, noNewline);

    /// <summary>A refusal that sends positional binding on to the next parameter set.</summary>
    internal static Exception NotThisParameterSet(string message)
        => (Exception)Create("System.Management.Automation.ValidationMetadataException", message, true);

    /// <summary>Makes a record look as if the calling script, not the cmdlet, wrote it.</summary>
    internal static void AttributeTo(ErrorRecord record, InvocationInfo caller)
    {
        Call(record, "SetInvocationInfo", caller);
        typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", Any)!.SetValue(record, true);
    }

    internal static void SetField(object target, Type declaring, string name, object value)
        => declaring.GetField(name, Any)!.SetValue(target, value);

    internal static object? GetField(object target, string name) => target.GetType().GetField(name, Any)!.GetValue(target);

    internal static object? Call(object target, string name, params object?[] arguments)
    {
        MethodInfo method = target.GetType().GetMethods(Any).First(candidate => Fits(candidate, name, arguments));
        return Unwrapped(() => method.Invoke(target, arguments));
    }

    private static object Create(string type, params object[] arguments)
        => Unwrapped(() => Activator.CreateInstance(
            Automation.GetType(type, throwOnError: true)!, Any, binder: null, arguments, culture: null))!;

    private static bool Fits(MethodInfo method, string name, object?[] arguments)
        => string.Equals(method.Name, name, StringComparison.Ordinal)
        && method.GetParameters() is { } parameters
        && parameters.Length == arguments.Length
        && parameters.Zip(arguments).All(pair => pair.Second is null || pair.First.ParameterType.IsInstanceOfType(pair.Second));

    private static object? Unwrapped(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException failure) when (failure.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
