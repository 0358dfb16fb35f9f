package id.potret;

import id.potret.fal.FalImage;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The receipt that the ledger keeps of a batch: the URLs of its pictures, one a line. */
final class Receipt {

    private Receipt() {}

    static String of(List<BatchImage> images) {
        return images.stream().map(image -> image.url().toString()).collect(Collectors.joining("\n"));
    }

    static List<BatchImage> images(String receipt) {
        List<String> urls = receipt.lines().toList();
        return IntStream.range(0, urls.size())
                .mapToObj(i -> new BatchImage(i + 1, FalImage.of(URI.create(urls.get(i)))))
                .toList();
    }
}
