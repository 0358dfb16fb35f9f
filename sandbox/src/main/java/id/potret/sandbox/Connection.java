package id.potret.sandbox;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * A client's connection that notices while it waits that the client has gone.
 *
 * <p>Its methods throw {@link EOFException} or {@link SocketException} once the client has gone. Used by one thread, except for
 * {@link #close()}.
 */
final class Connection implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        // small answers must not wait for the client's delayed acknowledgement
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Returns the next byte, or -1 if the client closed instead. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Reads up to {@code length} bytes, or returns -1 if the client closed instead. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** Reads what the client sends into the buffer; false if it closed. */
    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        return true;
    }

    /** Waits, watching the client. */
    void pause(Duration duration) throws IOException {
        long deadline = System.nanoTime() + duration.toNanos();
        try {
            for (long left = duration.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, 1 + (left - 1) / 1_000_000));
                try {
                    watch();
                } catch (SocketTimeoutException timeIsUp) {
                    // the client is still there; the loop's condition decides
                }
            }
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Waits until the client closes or the sandbox does; never returns. */
    void stall() throws IOException {
        while (true) {
            watch();
        }
    }

    private void watch() throws IOException {
        if (!fill()) {
            throw new EOFException("the client has closed the connection");
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Closes with a reset instead of an orderly end. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Whether the sandbox, rather than the client, has closed. */
    boolean isClosedHere() {
        return socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
