using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;

namespace OstreePS.Binding;

/// <summary>Binds the sources of a commit: upstream's spelling, <c>dir=PATH</c>; a hashtable; a directory or archive; a commit; a stream.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TreeSourceArgumentAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] s_keys = ["Directory", "Tar", "Ref"];

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value is IList list and not byte[]
            ? list.Cast<object?>().Select(item => Read(engineIntrinsics, item)).ToArray()
            : new[] { Read(engineIntrinsics, inputData) };
    }

    private static TreeSource Read(EngineIntrinsics engine, object? item)
    {
        object? value = (item as PSObject)?.BaseObject ?? item;
        return value switch
        {
            TreeSource source => source,
            string text => FromText(engine, text),
            DirectoryInfo directory => TreeSource.FromDirectory(directory.FullName),
            FileInfo file => TreeSource.FromTar(file.FullName),
            Stream stream => TreeSource.FromTar(stream),
            byte[] bytes => TreeSource.FromTar(new MemoryStream(bytes, writable: false)),
            IDictionary table => FromTable(engine, table),
            _ when PSObject.AsPSObject(item).Properties["Checksum"]?.Value is { } checksum => TreeSource.FromCommit(checksum.ToString()!),
            _ => throw new ArgumentTransformationMetadataException($"{value?.GetType().Name ?? "Nothing"} is no source of a tree. Write dir=PATH, tar=FILE or ref=REVISION, or a hashtable such as @{{ Directory = 'rootfs'; Prefix = 'usr' }}."),
        };
    }

    private static TreeSource FromText(EngineIntrinsics engine, string text)
    {
        try
        {
            return Absolute(engine, TreeSource.Parse(text));
        }
        catch (OstreeException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.Remedy}", e);
        }
    }

    private static TreeSource FromTable(EngineIntrinsics engine, IDictionary table)
    {
        TreeSource? source = null;
        string? subpath = null;
        string? prefix = null;
        foreach (DictionaryEntry entry in table)
        {
            object? value = (entry.Value as PSObject)?.BaseObject ?? entry.Value;
            switch (entry.Key.ToString()?.ToUpperInvariant())
            {
                case "DIRECTORY" or "DIR" when source is null:
                    source = Absolute(engine, TreeSource.FromDirectory(value?.ToString() ?? string.Empty));
                    break;
                case "TAR" when source is null:
                    source = value is Stream or byte[] ? Read(engine, value) : Absolute(engine, TreeSource.FromTar(value?.ToString() ?? string.Empty));
                    break;
                case "REF" or "REVISION" or "COMMIT" when source is null:
                    source = TreeSource.FromCommit(PSObject.AsPSObject(entry.Value ?? string.Empty).Properties["Checksum"]?.Value?.ToString() ?? value?.ToString() ?? string.Empty);
                    break;
                case "SUBPATH":
                    subpath = value?.ToString();
                    break;
                case "PREFIX":
                    prefix = value?.ToString();
                    break;
                default:
                    throw new ArgumentTransformationMetadataException($"'{entry.Key}' has no place in a source of a tree. It has one of {string.Join(", ", s_keys)}, and may have Subpath and Prefix.");
            }
        }

        if (source is null)
            throw new ArgumentTransformationMetadataException($"A source of a tree needs one of {string.Join(", ", s_keys)}.");
        if (subpath is not null && source.Kind != TreeSourceKind.Commit)
            throw new ArgumentTransformationMetadataException("Subpath is for a commit; of a directory, name the part itself.");
        return source with { Subpath = subpath, Prefix = prefix };
    }

    private static TreeSource Absolute(EngineIntrinsics engine, TreeSource source)
    {
        if (source.Path is not { Length: > 0 } path)
            return source.Kind == TreeSourceKind.Commit ? source : throw new ArgumentTransformationMetadataException("The path of a source is empty.");
        if (source.Kind == TreeSourceKind.Tar && string.Equals(path, "-", StringComparison.Ordinal))
            throw new ArgumentTransformationMetadataException("PowerShell keeps the standard input to itself, so that no archive can come from it. Give a file, ./- for one of that name, a stream such as $process.StandardOutput.BaseStream, or the bytes.");
        string absolute = (string)FileSystemPathAttribute.Resolve(engine, path)!;
        return source.Kind == TreeSourceKind.Directory ? TreeSource.FromDirectory(absolute) : TreeSource.FromTar(absolute);
    }
}
