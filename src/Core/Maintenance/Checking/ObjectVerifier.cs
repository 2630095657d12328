using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Verifies one object after the other, for one thread: its bytes, its structure, and how its file lies there.</summary>
internal sealed class ObjectVerifier(OstreeRepository repository, bool quick, CancellationToken stop) : IDisposable
{
    private const int BufferBytes = 512 * 1024;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly VariantWriter _header = new(FileHeader.PlainType);
    private readonly FileRules _rules = new(repository.Mode);

    private ObjectDirectory Directory => repository.Store.Directory;

    /// <summary>Bytes hashed so far.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The set of attributes that the last link to attributes held; null where it could not be read.</summary>
    internal ObjectName? LinkedAttributes { get; private set; }

    /// <summary>Verifies an object of this repository, or of a parent where this one lacks it.</summary>
    /// <returns>What is wrong; null for nothing.</returns>
    internal Finding? Verify(in ObjectName name)
    {
        try
        {
            return name.Type switch
            {
                ObjectType.File => VerifyContent(name),
                ObjectType.PayloadLink => VerifyPayloadLink(name),
                _ => VerifyMetadata(name),
            };
        }
        catch (OstreeException e)
        {
            ContentHash.Finish(_hash);
            return Diagnose(name, e);
        }
        catch (InvalidDataException e)
        {
            ContentHash.Finish(_hash);
            return Finding.Error(name, DefectKind.ChecksumMismatch, $"The compressed data of {name} is broken: {e.Message}");
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _hash.Dispose();
        _header.Dispose();
    }

    private Finding? VerifyContent(in ObjectName name)
    {
        using ContentObject? content = repository.Source.TryOpenContent(name.Checksum);
        if (content is null)
            return Missing(name);
        if (!quick)
        {
            ContentHash.AppendHeader(_hash, content.Header, _header);
            long count = HashPayload(content);
            Checksum actual = ContentHash.Finish(_hash);
            if (count != content.Size)
                return Finding.Error(name, DefectKind.ChecksumMismatch, $"The payload of {name} should have {content.Size} bytes, and has {count}.");
            if (actual != name.Checksum)
                return new MismatchDiagnosis(repository, name.Checksum, actual).Explain();
        }

        Finding? finding = content.File is { } file ? _rules.CheckContent(name, content.Header, file, content.Label) : CheckClosed(name, content.Header);
        if (finding is null && !quick && content.HasSurplus)
            return Finding.Warning(name, DefectKind.SurplusBytes, $"The file of {name} goes on behind the end of the object, which is as it should be.");
        return finding;
    }

    private long HashPayload(ContentObject content)
    {
        long total = 0;
        if (content.PlainFile is { } file)
        {
            if (content.Size > BufferBytes)
                file.AdviseSequential();
            for (int count; (count = file.ReadSome(_buffer, content.Label)) > 0; total += count)
            {
                stop.ThrowIfCancellationRequested();
                _hash.AppendData(_buffer, 0, count);
                if (total + count >= content.Size)
                {
                    total += count;
                    break;
                }
            }
        }
        else
        {
            using Stream payload = content.OpenPayload();
            for (int count; total <= content.Size && (count = payload.Read(_buffer)) > 0; total += count)
            {
                stop.ThrowIfCancellationRequested();
                _hash.AppendData(_buffer, 0, count);
            }
        }

        Bytes += total;
        return total;
    }

    // A symbolic link that is kept as a file was read and closed already.
    private Finding? CheckClosed(in ObjectName name, FileHeader header)
    {
        using SafeFileHandle? file = Directory.TryOpen(name, out int errno);
        if (file is null && errno != Errno.Loop)
            return null;
        return file is null ? _rules.CheckLink(name, Directory.Handle, Directory.PathOf(name)) : _rules.CheckContent(name, header, file, Directory.LabelOf(name));
    }

    private Finding? VerifyMetadata(in ObjectName name)
    {
        LinkedAttributes = null;
        using SafeFileHandle? file = Directory.TryOpen(name, out int errno);
        if (file is null && errno == Errno.Loop)
            return Finding.Error(name, DefectKind.WrongFileType, $"{name} is a symbolic link, where a file should be.");
        byte[]? bytes = file is null ? repository.Source.TryReadMetadata(name) : Read(name, file);
        if (bytes is null)
            return Missing(name);
        Bytes += bytes.Length;
        if (name.Type.IsContentAddressed() && new Checksum(SHA256.HashData(bytes)) is var actual && actual != name.Checksum)
            return Finding.Error(name, DefectKind.ChecksumMismatch, $"The bytes of {name} have the checksum {actual}.");
        MetadataStructure.Validate(name, bytes);
        if (name.Type == ObjectType.FileXattrsLink)
            LinkedAttributes = new ObjectName(new Checksum(SHA256.HashData(bytes)), ObjectType.FileXattrs);
        return file is null ? null : _rules.CheckMetadata(name, file, Directory.LabelOf(name));
    }

    private byte[] Read(in ObjectName name, SafeFileHandle file)
    {
        string label = Directory.LabelOf(name);
        long size = file.Stat(label).Size;
        if (size > MetadataLimits.MaxBytes)
            throw new OstreeException(OstreeFault.ObjectTooLarge, $"{name} has {size} bytes; metadata may have at most {MetadataLimits.MaxBytes}.", label);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size);
        int count = file.ReadFully(bytes, label);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    private Finding? VerifyPayloadLink(in ObjectName name)
    {
        string path = Directory.PathOf(name);
        if (Directory.Handle.TryStat(path, out _) is not { IsSymlink: true })
            return Finding.Error(name, DefectKind.WrongFileType, $"{name} is not a symbolic link.");
        if (ObjectLayout.ParsePayloadLink(Directory.Handle.ReadLink(path), repository.Mode) is not { } content)
            return Finding.Error(name, DefectKind.MalformedObject, $"{name} leads to no content.");
        var target = new ObjectName(content, ObjectType.File);
        using SafeFileHandle? file = Directory.TryOpen(target, out int errno);
        if (file is null && errno == Errno.NoEntry)
            return new Finding(name, DefectKind.OrphanObject, DefectSeverity.Information, $"{name} points to content that is gone.");
        if (quick)
            return null;

        // Whoever trusts the link takes over the bytes that it leads to.
        return file is not null && HashFile(file, Directory.LabelOf(target)) == name.Checksum
            ? null
            : Finding.Error(name, DefectKind.ChecksumMismatch, $"{name} leads to {target}, which has another payload.");
    }

    private Checksum HashFile(SafeFileHandle file, string label)
    {
        for (int count; (count = file.ReadSome(_buffer, label)) > 0; Bytes += count)
        {
            stop.ThrowIfCancellationRequested();
            _hash.AppendData(_buffer, 0, count);
        }

        return ContentHash.Finish(_hash);
    }

    private Finding Diagnose(in ObjectName name, OstreeException e)
    {
        DefectKind kind = e.Fault switch
        {
            OstreeFault.PermissionDenied or OstreeFault.IoFailed or OstreeFault.SystemLimit => DefectKind.UnreadableObject,
            OstreeFault.IsADirectory or OstreeFault.InvalidPath or OstreeFault.NotADirectory => DefectKind.WrongFileType,
            _ when name.Type is ObjectType.FileXattrs or ObjectType.FileXattrsLink => DefectKind.AttributesDamaged,
            _ when name.Type == ObjectType.File && HasDamagedAttributes(name) => DefectKind.AttributesDamaged,
            _ => DefectKind.MalformedObject,
        };
        return Finding.Error(name, kind, e.Message);
    }

    // The two modes that keep a file's metadata beside its bytes.
    private bool HasDamagedAttributes(in ObjectName name)
    {
        try
        {
            if (repository.Mode == RepositoryMode.BareSplitXattrs)
            {
                var link = new ObjectName(name.Checksum, ObjectType.FileXattrsLink);
                if (repository.Source.TryReadMetadata(link) is not { } bytes)
                    return true;
                MetadataStructure.Validate(link, bytes);
                return false;
            }

            if (repository.Mode != RepositoryMode.BareUser)
                return false;
            using SafeFileHandle? file = Directory.TryOpen(name, out _);
            if (file is null)
                return false;
            byte[]? meta = Xattr.TryGet(file, "user.ostreemeta"u8, Directory.LabelOf(name));
            if (meta is null)
                return true;
            UnixMode.ValidateContent(DirMeta.ParseAny(meta, name.ToString()).Mode, name.ToString());
            return false;
        }
        catch (OstreeException)
        {
            // What the attributes hold is what cannot be read.
            return true;
        }
    }

    private static Finding Missing(in ObjectName name) => Finding.Error(name, DefectKind.MissingObject, $"{name} is missing.");
}
