package id.potret.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small Indonesian word list for photographs; what it does not know it leaves as it is. */
final class WordList {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}'’-]+|[^\\p{L}\\p{M}'’-]+");
    private static final int LONGEST_ENTRY = 3;

    private static final Map<String, String> NOUNS = entries("""
            latar belakang=background;matahari terbenam=sunset;matahari terbit=sunrise;pasar malam=night market;
            pasar terapung=floating market;rumah joglo=Javanese joglo house;rumah kayu=wooden house;kebun teh=tea garden;
            air terjun=waterfall;tepi pantai=seaside;tepi jalan=roadside;kamar tidur=bedroom;kamar mandi=bathroom;
            ruang tamu=living room;ruang keluarga=family room;lampu kota=city lights;sinar matahari=sunlight;
            cahaya matahari=sunlight;cahaya lilin=candlelight;cahaya alami=natural light;lantai kayu=wooden floor;
            meja kayu=wooden table;daun pisang=banana leaf;kain batik=batik cloth;sutra=silk;kota tua=old town;
            dinding bata=brick wall;tembok bata=brick wall;bata=brick;kedai kopi=coffee shop;warung kopi=coffee stall;toko bunga=flower shop;bunga melati=jasmine;
            pohon kelapa=coconut trees;hutan pinus=pine forest;hutan=forest;gunung=mountain;pegunungan=mountains;
            pantai=beach;laut=sea;langit=sky;awan=clouds;hujan=rain;kabut=mist;embun=dew;salju=snow;sungai=river;danau=lake;
            sawah=rice fields;taman=garden;kebun=garden;bunga=flowers;daun=leaves;pohon=trees;rumput=grass;batu=stone;pasir=sand;
            air=water;api=fire;asap=smoke;bulan=moon;bintang=stars;matahari=sun;cahaya=light;lampu=lamp;lilin=candle;
            bayangan=shadow;jendela=window;pintu=door;dinding=wall;tembok=wall;lantai=floor;atap=roof;teras=terrace;
            balkon=balcony;tangga=stairs;rumah=house;kamar=room;ruang=room;dapur=kitchen;meja=table;kursi=chair;rak=shelf;
            jalan=street;gang=alley;pasar=market;toko=shop;kafe=cafe;kantor=office;sekolah=school;masjid=mosque;candi=temple;
            kota=city;desa=village;gedung=building;jembatan=bridge;kayu=wood;bambu=bamboo;rotan=rattan;kain=cloth;kulit=leather;
            emas=gold;perak=silver;kaca=glass;besi=iron;semen=concrete;marmer=marble;anyaman=weave;karpet=carpet;tirai=curtain;
            tangan=hand;kaki=feet;wajah=face;mata=eyes;rambut=hair;bahu=shoulder;kepala=head;senyum=smile;pipi=cheek;
            produk=product;tas=bag;sepatu=shoes;sandal=sandals;botol=bottle;cangkir=cup;gelas=glass;piring=plate;mangkuk=bowl;
            baju=clothes;gaun=dress;rok=skirt;celana=trousers;kemeja=shirt;kerudung=headscarf;jilbab=hijab;topi=hat;
            kalung=necklace;gelang=bracelet;cincin=ring;anting=earrings;jam=watch;payung=umbrella;kipas=fan;bantal=pillow;
            kopi=coffee;teh=tea;susu=milk;nasi=rice;roti=bread;kue=cake;buah=fruit;sayur=vegetables;rempah=spices;
            pagi=morning;siang=midday;sore=afternoon;senja=dusk;malam=night;musim=season;suasana=atmosphere;gaya=style;
            pose=pose;foto=photo;gambar=picture;warna=colour;sudut=angle;sisi=side;depan=front;wanita=woman;perempuan=woman;
            pria=man;anak=child;bayi=baby;orang=person;model=model;kucing=cat;anjing=dog;burung=bird;kuda=horse""");

    private static final Map<String, String> ADJECTIVES = entries("""
            merah muda=pink;merah tua=dark red;biru tua=dark blue;biru muda=light blue;hijau tua=dark green;hijau muda=light green;
            merah=red;biru=blue;hijau=green;kuning=yellow;putih=white;hitam=black;abu-abu=gray;cokelat=brown;coklat=brown;
            ungu=purple;jingga=orange;oranye=orange;krem=cream;keemasan=golden;besar=big;kecil=small;tinggi=tall;rendah=low;
            panjang=long;pendek=short;baru=new;lama=old;tua=old;muda=young;modern=modern;klasik=classic;tradisional=traditional;
            mewah=luxurious;sederhana=simple;minimalis=minimalist;elegan=elegant;cantik=beautiful;indah=beautiful;
            hangat=warm;dingin=cold;lembut=soft;terang=bright;gelap=dark;redup=dim;cerah=clear;ramai=busy;sepi=quiet;
            tenang=calm;segar=fresh;kering=dry;basah=wet;bersih=clean;kosong=empty;penuh=full;alami=natural;tropis=tropical;
            polos=plain;transparan=transparent;mengkilap=glossy;halus=smooth;kasar=rough;romantis=romantic;ceria=cheerful;
            dramatis=dramatic;santai=relaxed;anggun=graceful;rapi=neat;pedesaan=rural;berkabut=misty;berbunga=flowery""");

    private static final Map<String, String> OTHERS = entries("""
            di atas=on;di bawah=under;di depan=in front of;di belakang=behind;di samping=beside;di dalam=inside;di luar=outside;
            di antara=between;di dekat=near;dari atas=from above;dari bawah=from below;dari samping=from the side;
            di=in;ke=to;dari=from;dengan=with;tanpa=without;dan=and;atau=or;pada=at;untuk=for;oleh=by;seperti=like;
            saat=at;ketika=while;sambil=while;sedang=while;yang=that is;sangat=very;agak=slightly;sedikit=a little;banyak=many;
            satu=one;dua=two;tiga=three;empat=four;beberapa=some;semua=all;ini=this;itu=that;tidak=not;
            berdiri=standing;duduk=sitting;berjalan=walking;berlari=running;melompat=jumping;berbaring=lying;bersandar=leaning;
            memegang=holding;membawa=carrying;memakai=wearing;mengenakan=wearing;menggunakan=using;melihat=looking;
            menatap=gazing at;tersenyum=smiling;tertawa=laughing;menari=dancing;bermain=playing;menunjukkan=showing;
            minum=drinking;makan=eating;membaca=reading;menghadap=facing;menoleh=turning;terbang=flying;mengambang=floating""");

    private static final Set<String> ADJECTIVE_TEXTS = Set.copyOf(ADJECTIVES.values());
    private static final Set<String> NOUN_TEXTS = Set.copyOf(NOUNS.values());

    private WordList() {}

    private static Map<String, String> entries(String list) {
        Map<String, String> entries = new TreeMap<>();
        for (String entry : list.replace("\n", "").split(";", -1)) {
            int equals = entry.indexOf('=');
            entries.put(entry.substring(0, equals).strip(), entry.substring(equals + 1));
        }
        return entries;
    }

    /** Translates the words it knows. */
    static String translate(String text) {
        List<String> tokens = new ArrayList<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            tokens.add(word.group());
        }
        List<String> result = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            int length = longestEntryAt(tokens, i);
            result.add(length == 0 ? tokens.get(i) : lookUp(entryText(tokens, i, length)));
            i += Math.max(1, length);
        }
        putAdjectivesFirst(result);
        return String.join("", result);
    }

    /** Returns how many tokens the longest entry takes, blanks between its words included; 0 if none fits. */
    private static int longestEntryAt(List<String> tokens, int start) {
        for (int words = LONGEST_ENTRY; words > 0; words--) {
            int length = 2 * words - 1;
            if (start + length <= tokens.size()
                    && !lookUp(entryText(tokens, start, length)).isEmpty()) {
                return length;
            }
        }
        return 0;
    }

    private static String entryText(List<String> tokens, int start, int length) {
        return String.join("", tokens.subList(start, start + length)).toLowerCase(Locale.ROOT);
    }

    private static String lookUp(String entry) {
        return NOUNS.getOrDefault(entry, ADJECTIVES.getOrDefault(entry, OTHERS.getOrDefault(entry, "")));
    }

    /** "rumah putih" is "white house": an adjective moves before the nouns that it stands behind. */
    private static void putAdjectivesFirst(List<String> words) {
        for (int i = 2; i < words.size(); i++) {
            int target = i;
            while (target >= 2
                    && ADJECTIVE_TEXTS.contains(words.get(i))
                    && words.get(target - 1).equals(" ")
                    && NOUN_TEXTS.contains(words.get(target - 2))) {
                target -= 2;
            }
            if (target < i) {
                words.add(target, words.remove(i));
                words.add(target + 1, words.remove(i));
            }
        }
    }
}
