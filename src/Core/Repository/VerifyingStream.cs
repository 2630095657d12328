using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>The payload of a content object, hashed as it is read; at its end the digest must be the object's name.</summary>
internal sealed class VerifyingStream : Stream
{
    private readonly ContentObject _content;
    private readonly Checksum _expected;
    private readonly Stream _payload;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _count;
    private bool _verified;

    internal VerifyingStream(ContentObject content, Checksum expected)
    {
        _content = content;
        _expected = expected;
        _payload = content.OpenPayload();
        using var writer = new VariantWriter(FileHeader.PlainType);
        ContentHash.AppendHeader(_hash, content.Header, writer);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _content.Size;

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int count = ReadSome(buffer);
        _hash.AppendData(buffer[..count]);
        _count += count;
        if (_count > _content.Size || (count == 0 && _count < _content.Size))
            throw Corrupt($"its payload should have {_content.Size} bytes, and has {(count == 0 ? "only" : "at least")} {_count}");
        if (count == 0 && !_verified)
            Verify();
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _payload.Dispose();
            _content.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadSome(Span<byte> buffer)
    {
        try
        {
            return _payload.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Corrupt("its compressed data is broken", e);
        }
    }

    private void Verify()
    {
        _verified = true;
        Checksum actual = ContentHash.Finish(_hash);
        if (actual != _expected)
            throw Corrupt($"its content has the checksum {actual}");
    }

    private OstreeException Corrupt(string what, Exception? inner = null) => new(
        OstreeFault.CorruptObject,
        $"The object {_expected}.file is damaged: {what}.",
        _content.Label,
        "Fetch it again or restore it; 'ostree fsck' finds what else is damaged.",
        inner);
}
