using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OstreePS.Gauge;

/// <summary>
/// The bare work of a pull, which no client here can leave out: ask for every object of an archive repository on kept connections, inflate what is compressed, hash
/// what comes, and write it to a file with the attribute and the time that mode bare-user gives it. No planning, no checking of anything, nothing that could be resumed.
/// </summary>
internal sealed partial class Download(Uri repository, string target, string[] paths)
{
    private const int BufferBytes = 1 << 16;
    private const int ConnectionsPerCore = 2;
    private const int PrefixBytes = 8;
    private const int MetaBytes = 12;
    private int _next = -1;

    internal static string Run(string url, string source, string target)
    {
        string objects = Path.Combine(source, "objects");
        string[] paths = [.. Limits.FilesOf(objects).Select(f => Path.GetRelativePath(objects, f.Path))];
        foreach (string directory in paths.Select(p => Path.GetDirectoryName(p)!).Distinct(StringComparer.Ordinal))
            Directory.CreateDirectory(Path.Combine(target, directory));
        var download = new Download(new Uri(url), target, paths);
        long begin = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, ConnectionsPerCore * Environment.ProcessorCount).Select(_ => new Thread(download.Work))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        return Stopwatch.GetElapsedTime(begin).TotalSeconds.ToString("F4", CultureInfo.InvariantCulture);
    }

    private void Work()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(repository.Host, repository.Port);
        var reply = new Reply(socket);
        byte[] buffer = new byte[BufferBytes];
        for (int i; (i = Interlocked.Increment(ref _next)) < paths.Length;)
        {
            socket.Send(Encoding.ASCII.GetBytes($"GET {repository.AbsolutePath}/objects/{paths[i]} HTTP/1.1\r\nHost: {repository.Authority}\r\n\r\n"));
            reply.Begin();
            bool isContent = paths[i].EndsWith(".filez", StringComparison.Ordinal);
            using Stream payload = isContent ? Inflate(reply, buffer) : reply;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = new FileStream(Path.Combine(target, paths[i]), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (int count; (count = payload.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, count);
                file.Write(buffer, 0, count);
            }

            hash.GetHashAndReset(buffer);
            reply.Finish(buffer);
            if (!isContent)
                continue;
            _ = SetAttribute(file.SafeFileHandle, "user.ostreemeta", buffer, MetaBytes, 0);
            File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch);
        }
    }

    [LibraryImport("libc", EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(SafeHandle file, string name, byte[] value, nuint size, int flags);

    private static DeflateStream Inflate(Reply reply, byte[] buffer)
    {
        reply.ReadExactly(buffer, 0, PrefixBytes);
        reply.ReadExactly(buffer, 0, (int)BinaryPrimitives.ReadUInt32BigEndian(buffer));
        return new DeflateStream(reply, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>The body of one reply after the other, each as long as its head says.</summary>
    private sealed class Reply(Socket socket) : Stream
    {
        private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

        private static ReadOnlySpan<byte> LengthField => "Content-Length: "u8;

        private readonly byte[] _received = new byte[BufferBytes];
        private int _begin;
        private int _end;
        private long _left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        internal void Begin()
        {
            int head;
            while ((head = _received.AsSpan(_begin, _end - _begin).IndexOf(HeadEnd)) < 0)
                Receive();
            ReadOnlySpan<byte> fields = _received.AsSpan(_begin, head + HeadEnd.Length);
            ReadOnlySpan<byte> length = fields[(fields.IndexOf(LengthField) + LengthField.Length)..];
            _left = long.Parse(length[..length.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
            _begin += fields.Length;
        }

        internal void Finish(byte[] buffer)
        {
            while (Read(buffer) > 0)
            {
            }

            _begin = _end = 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_left == 0)
                return 0;
            if (_begin == _end)
            {
                _begin = _end = 0;
                Receive();
            }

            int count = (int)Math.Min(Math.Min(_left, buffer.Length), _end - _begin);
            _received.AsSpan(_begin, count).CopyTo(buffer);
            _begin += count;
            _left -= count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Receive()
        {
            int count = socket.Receive(_received, _end, _received.Length - _end, SocketFlags.None);
            if (count == 0)
                throw new EndOfStreamException();
            _end += count;
        }
    }
}
