package id.potret.fal;

import java.time.Duration;
import java.util.concurrent.Executor;

/** What all calls of a client share. */
record Engine(
        Transport transport,
        Executor executor,
        Time time,
        ConcurrencyGate gate,
        RetryPolicy retries,
        FalListener listener,
        Duration timeout,
        FalCredentials credentials,
        FalHosts.Policy hosts,
        boolean streaming) {}
