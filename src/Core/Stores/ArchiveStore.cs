using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>
/// Mode <c>archive</c>: a file <c>.filez</c> for each content object.
/// <code>
/// u32 length of the variant, big-endian · 4 zero bytes · (tuuuusa(ayay)) · raw deflate stream of the payload
/// </code>
/// A symbolic link ends after the variant.
/// </summary>
internal sealed class ArchiveStore(ObjectDirectory directory, bool syncEachObject, int level) : LooseStore(directory, syncEachObject)
{
    private const uint ObjectFileMode = 0x1A4;
    private readonly int _level = level;

    public override ContentObject? TryOpenContent(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        var file = Directory.TryOpenRegular(name, out FileStatus status);
        if (file is null)
            return null;
        string label = Directory.LabelOf(name);
        try
        {
            FileHeader header = ReadHeader(file, status.Size, label, out long size, out long rest);
            if (!header.IsSymlink)
                return new ContentObject(header, size, file, rest, label);
            file.Dispose();
            return new ContentObject(header, size: 0, file: null, rest, label);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal override ContentDraft BeginContent(FileHeader header, long size) => new Draft(this, header, size);

    /// <summary>Stores an object that is in this form already, byte by byte. That it is what its name says is the caller's to know.</summary>
    /// <param name="memory">Its bytes, when they are in memory.</param>
    /// <param name="file">The file that it is, when it is one.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="checksum">Its name.</param>
    /// <returns>False when the store has it already; then nothing is added.</returns>
    internal bool Keep(ReadOnlySpan<byte> memory, Microsoft.Win32.SafeHandles.SafeFileHandle? file, long length, in Checksum checksum)
    {
        using AnonymousFile copy = AnonymousFile.CreateIn(Directory.Handle, ObjectFileMode);
        if (file is null)
        {
            copy.Handle.WriteAll(memory[..(int)length], copy.Label);
        }
        else
        {
            file.Rewind(copy.Label);
            file.CopyContentTo(copy.Handle, length, copy.Label);
        }

        copy.Handle.EnsureMode(ObjectFileMode, copy.Label);
        if (SyncEachObject)
            copy.Handle.Sync(copy.Label);
        return Directory.Publish(copy, new ObjectName(checksum, ObjectType.File));
    }

    private static FileHeader ReadHeader(Microsoft.Win32.SafeHandles.SafeFileHandle file, long stored, string label, out long size, out long rest)
    {
        Span<byte> prefix = stackalloc byte[FileHeader.PrefixBytes];
        if (file.ReadFully(prefix, label) != prefix.Length)
            throw Corrupt(label, "is too short for an object");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(prefix);
        if (length > MetadataLimits.MaxHeaderBytes || length > stored)
            throw Corrupt(label, $"claims a header of {length} bytes");
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            Span<byte> variant = buffer.AsSpan(0, (int)length);
            if (file.ReadFully(variant, label) != variant.Length)
                throw Corrupt(label, "ends within its header");
            rest = stored - prefix.Length - variant.Length;
            return FileHeader.ParseArchive(variant, label, out size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class Draft : ContentDraft
    {
        private readonly ArchiveStore _store;
        private readonly AnonymousFile _file;
        private readonly CountingStream _counter;
        private readonly DeflateStream? _deflate;
        private bool _hasPayload;

        internal Draft(ArchiveStore store, FileHeader header, long size)
        {
            _store = store;
            _file = AnonymousFile.CreateIn(store.Directory.Handle, ObjectFileMode);
            _counter = new CountingStream(_file);
            using var writer = new VariantWriter(FileHeader.PlainType);
            ReadOnlySpan<byte> variant = header.WriteArchive(writer, header.IsSymlink ? 0 : size);
            Span<byte> prefix = stackalloc byte[FileHeader.PrefixBytes];
            FileHeader.WritePrefix(prefix, variant.Length);
            _counter.Write(prefix);
            _counter.Write(variant);
            if (!header.IsSymlink)
                _deflate = new DeflateStream(_counter, new ZLibCompressionOptions { CompressionLevel = store._level }, leaveOpen: true);
        }

        // What raw deflate makes of nothing. DeflateStream writes no byte when it was given none.
        private static ReadOnlySpan<byte> EmptyStream => [0x03, 0x00];

        internal override void Write(ReadOnlySpan<byte> payload)
        {
            DeflateStream deflate = _deflate ?? throw new InvalidOperationException("A symbolic link has no payload.");
            deflate.Write(payload);
            _hasPayload |= !payload.IsEmpty;
        }

        internal override bool Publish(in Checksum checksum)
        {
            _deflate?.Dispose();
            if (_deflate is not null && !_hasPayload)
                _counter.Write(EmptyStream);
            _counter.Flush();
            StoredBytes = _counter.Written;
            _file.Handle.EnsureMode(ObjectFileMode, _file.Label);
            if (_store.SyncEachObject)
                _file.Handle.Sync(_file.Label);
            return _store.Directory.Publish(_file, new ObjectName(checksum, ObjectType.File));
        }

        public override void Dispose()
        {
            // Deflate writes its end when it is disposed of, which must not fail on a disk that is full.
            _counter.Abandon();
            _deflate?.Dispose();
            _counter.Dispose();
            _file.Dispose();
        }
    }

    // Gathers the small pieces that deflate emits, and counts them.
    private sealed class CountingStream(AnonymousFile file) : Stream
    {
        private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        private int _filled;
        private bool _returned;
        private bool _abandoned;

        internal long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> data)
        {
            Written += data.Length;
            if (_abandoned)
                return;
            if (data.Length > _buffer.Length - _filled)
            {
                Flush();
                if (data.Length >= _buffer.Length)
                {
                    file.Handle.WriteAll(data, file.Label);
                    return;
                }
            }

            data.CopyTo(_buffer.AsSpan(_filled));
            _filled += data.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        /// <summary>Drops what is written from now on.</summary>
        internal void Abandon() => _abandoned = true;

        public override void Flush()
        {
            if (_filled > 0 && !_abandoned)
                file.Handle.WriteAll(_buffer.AsSpan(0, _filled), file.Label);
            _filled = 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_returned)
            {
                _returned = true;
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            base.Dispose(disposing);
        }
    }
}
