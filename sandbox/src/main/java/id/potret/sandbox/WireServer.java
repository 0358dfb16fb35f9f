package id.potret.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP/1.1 server on the loopback address, one daemon thread per connection.
 *
 * <p>The JDK's own server can neither reset, stall nor answer garbage, and it delays small answers.
 */
final class WireServer implements AutoCloseable {
    /** Answers requests; called by many threads. */
    interface Handler {
        /** Answers one request; an exception ends the connection. */
        void handle(Exchange exchange) throws IOException;
    }

    private static final int BACKLOG = 1024;
    private static final int CLOSING_ROUNDS = 500;

    private final ServerSocket listener;
    private final Handler handler;
    private final ExecutorService threads;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    WireServer(String name, int port, Handler handler) {
        this.handler = handler;
        try {
            listener = new ServerSocket(port, BACKLOG, loopback());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on loopback port " + port + "; is it taken?", e);
        }
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name + "-" + listener.getLocalPort());
            thread.setDaemon(true);
            return thread;
        });
        threads.execute(this::accept);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int openConnections() {
        return connections.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Connection connection = new Connection(listener.accept());
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException | RejectedExecutionException e) {
                // the listener was closed, or this client has gone already: the loop's condition tells
            }
        }
    }

    private void serve(Connection connection) {
        try (connection) {
            boolean more = true;
            while (more && !listener.isClosed()) {
                Exchange exchange = Exchange.read(connection);
                if (exchange == null) {
                    return;
                }
                handler.handle(exchange);
                more = exchange.isKeptAlive();
            }
        } catch (IOException e) {
            // the client has gone or the sandbox closes; the request's record tells the tests
        } finally {
            connections.remove(connection);
        }
    }

    /** Ends every connection and waits for the threads. */
    @Override
    public void close() {
        try {
            listener.close();
            threads.shutdown();
            boolean ended = false;
            for (int round = 0; !ended && round < CLOSING_ROUNDS; round++) {
                // again in each round: a connection may have been accepted while the others were closed
                closeConnections();
                ended = threads.awaitTermination(10, TimeUnit.MILLISECONDS);
            }
            closeConnections();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeConnections() throws IOException {
        for (Iterator<Connection> open = connections.iterator(); open.hasNext(); open.remove()) {
            open.next().close();
        }
    }
}
