using System.Reflection;

namespace HelpBuilder.Surface;

/// <summary>Reads the cmdlets out of the compiled module without running any of it.</summary>
internal static class SurfaceReader
{
    private const string Automation = "System.Management.Automation.";

    public static IReadOnlyList<CmdletSurface> Read(string assemblyPath)
    {
        using var context = new MetadataLoadContext(new PathAssemblyResolver(Assemblies(assemblyPath)));
        return
        [
            .. context.LoadFromAssemblyPath(assemblyPath).GetExportedTypes()
                .Where(t => !t.IsAbstract)
                .Select(ReadCmdlet)
                .OfType<CmdletSurface>()
                .OrderBy(c => c.Name, StringComparer.Ordinal),
        ];
    }

    // One path a name: the module's own folder wins, then ours (PowerShell's contract), then the runtime.
    private static IEnumerable<string> Assemblies(string assemblyPath)
        => new[] { Path.GetDirectoryName(assemblyPath)!, AppContext.BaseDirectory, Path.GetDirectoryName(typeof(object).Assembly.Location)! }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.dll").Concat(IsolatedIn(folder)))
            .DistinctBy(Path.GetFileName, StringComparer.Ordinal);

    private static IEnumerable<string> IsolatedIn(string folder)
        => Directory.Exists(Path.Combine(folder, "isolated")) ? Directory.EnumerateFiles(Path.Combine(folder, "isolated"), "*.dll") : [];

    private static CmdletSurface? ReadCmdlet(Type type)
    {
        CustomAttributeData? cmdlet = Attributes(type, "CmdletAttribute").FirstOrDefault();
        if (cmdlet is null)
            return null;
        return new CmdletSurface(
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Named<string>(cmdlet, "DefaultParameterSetName"),
            Named<bool>(cmdlet, "SupportsShouldProcess"),
            [.. type.GetProperties().Select(ReadParameter).OfType<ParameterSurface>().OrderBy(p => p.Name, StringComparer.Ordinal)],
            [.. Attributes(type, "OutputTypeAttribute").SelectMany(OutputTypes)]);
    }

    private static ParameterSurface? ReadParameter(PropertyInfo property)
    {
        List<ParameterUse> uses = [.. Attributes(property, "ParameterAttribute").Select(ReadUse)];
        if (uses.Count == 0)
            return null;
        Type type = Underlying(property.PropertyType);
        return new ParameterSurface(
            property.Name,
            NameOf(type),
            type.FullName == Automation + "SwitchParameter",
            Attributes(property, "SupportsWildcardsAttribute").Any(),
            [.. Attributes(property, "AliasAttribute").SelectMany(Strings)],
            [.. type.IsEnum ? type.GetEnumNames() : Attributes(property, "ValidateSetAttribute").SelectMany(Strings)],
            uses);
    }

    private static ParameterUse ReadUse(CustomAttributeData parameter)
    {
        int? position = Named<int?>(parameter, "Position");
        return new ParameterUse(
            Named<string>(parameter, "ParameterSetName") ?? ParameterUse.AllSets,
            Named<bool>(parameter, "Mandatory"),
            position is null or < 0 ? null : position,
            Named<bool>(parameter, "ValueFromPipeline"),
            Named<bool>(parameter, "ValueFromPipelineByPropertyName"));
    }

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name)
        => member.GetCustomAttributesData().Where(a => a.AttributeType.FullName == Automation + name);

    private static T? Named<T>(CustomAttributeData attribute, string name)
        => attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value is T value ? value : default;

    private static IEnumerable<string> Strings(CustomAttributeData attribute)
        => attribute.ConstructorArguments
            .SelectMany(a => a.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.Select(m => m.Value) : [a.Value])
            .OfType<string>();

    private static IEnumerable<string> OutputTypes(CustomAttributeData attribute)
        => attribute.ConstructorArguments
            .SelectMany(a => a.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.Select(m => m.Value) : [a.Value])
            .Select(v => v is Type type ? FullNameOf(type) : v as string)
            .OfType<string>();

    private static string FullNameOf(Type type) => type.IsArray ? FullNameOf(type.GetElementType()!) + "[]" : type.FullName ?? type.Name;

    private static Type Underlying(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition().FullName == "System.Nullable`1" ? type.GetGenericArguments()[0] : type;

    private static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        int arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? type.Name : type.Name[..arity];
    }
}
