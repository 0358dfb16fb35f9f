package id.potret.sandbox;

import java.io.IOException;
import java.util.function.Function;

/** Serves one kind of call: a log of what came and a script of what to answer. */
final class Desk {
    private final Script script = new Script();
    private final RequestLog log = new RequestLog();

    Script script() {
        return script;
    }

    RequestLog log() {
        return log;
    }

    /** Reads the request, or returns false because the script wants it reset before. */
    boolean open(Exchange exchange) throws IOException {
        if (script.takeResetBeforeBody()) {
            exchange.resetBeforeBody(log);
            return false;
        }
        return true;
    }

    /** Returns the scripted answer, put over the usual one where it leaves anything open. */
    Answer answer(RecordedRequest request, Function<RecordedRequest, Answer> usual) {
        Answer scripted = script.take(request);
        return scripted.isOwn() ? scripted : scripted.over(usual.apply(request));
    }
}
