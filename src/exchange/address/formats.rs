//! How countries write addresses.
//!
//! Facts of the address data of libaddressinput (CC BY 4.0), in a notation of our own, with what has changed since: the
//! post codes of Ireland, Korea (five digits) and Taiwan (six). Sorting codes (CEDEX) are left out: nobody fills them.

/// Two letters of the country, its lines, what is required, what is written in capitals, its post codes.
///
/// Lines are parted by `/`; in them `n` is the name, `o` the organisation, `a` the street lines, `d` the district, `c`
/// the city, `s` the province and `z` the post code; all else stands for itself. For post
/// codes see [`super::post_code`].
pub(super) type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// Every other country.
pub(super) const OTHERS: Row = ("", "n/o/a/c", "ac", "c", "");

/// Countries that differ from [`OTHERS`].
#[rustfmt::skip]
pub(super) const FORMATS: [Row; 200] = [
    ("AD", "n/o/a/z s", "as", "s", "AD[1-7]0#"), ("AE", "n/o/a/c", "ac", "c", ""), ("AF", "n/o/a/c", "ac", "c", "####"),
    ("AG", "n/o/a/c", "a", "c", ""), ("AI", "n/o/a/c", "ac", "c", "2640"), ("AL", "n/o/a/c", "ac", "c", "####"),
    ("AM", "n/o/a/z/c/s", "ac", "c", "####|37####"),
    ("AR", "n/o/a/z c/s", "ac", "acz", "####|[A-HJ-NP-Z]####@@@|[A-HJ-NP-Z]####"),
    ("AS", "n/o/a/c s z", "acsz", "noacs", "96799"), ("AT", "o/n/a/z c", "acz", "c", "####"),
    ("AU", "o/n/a/c s z", "acsz", "cs", "####"), ("AX", "o/n/a/AX-z c/ÅLAND", "acz", "c", "22###"),
    ("AZ", "n/o/a/AZ z c", "ac", "c", "####"), ("BA", "n/o/a/z c", "ac", "c", "#####"),
    ("BB", "n/o/a/c", "ac", "c", "BB#####"), ("BD", "n/o/a/c - z", "ac", "c", "####"),
    ("BE", "o/n/a/z c", "acz", "c", "####"), ("BF", "n/o/a/c", "ac", "c", ""),
    ("BG", "n/o/a/z c", "ac", "c", "####"), ("BH", "n/o/a/c z", "ac", "c", "###|1[0-2]##"),
    ("BJ", "n/o/a/c", "ac", "ac", ""), ("BL", "o/n/a/z c", "acz", "ac", "9[78][01]##"),
    ("BM", "n/o/a/c z", "ac", "c", "@@ **"), ("BN", "n/o/a/c z", "ac", "c", "@@ ####"), ("BO", "n/o/a/c", "ac", "ac", ""),
    ("BR", "o/n/a/d/c-s/z", "acsz", "cs", "#####-###"), ("BS", "n/o/a/c, s", "ac", "c", ""),
    ("BT", "n/o/a/c", "ac", "c", "#####"), ("BY", "s/z c/a/o/n", "ac", "c", "######"),
    ("CA", "n/o/a/c s z", "acsz", "noacsz", "[ABCEGHJ-NPRSTVXY]#[ABCEGHJ-NPRSTV-Z] #[ABCEGHJ-NPRSTV-Z]#"),
    ("CC", "o/n/a/c s z", "ac", "cs", "6799"), ("CD", "n/o/a/c", "ac", "c", ""),
    ("CH", "o/n/a/CH-z c", "acz", "", "####"), ("CI", "n/o/a c", "ac", "c", ""),
    ("CK", "n/o/a/c z", "ac", "c", "####"), ("CL", "n/o/a/z c/s", "ac", "c", "#######"),
    ("CN", "z/scd/a/o/n", "acsz", "s", "######"), ("CO", "n/o/a/c, s", "ac", "c", "######"),
    ("CR", "n/o/a/z c", "ac", "c", "#####|####|###-####"), ("CV", "n/o/a/z c/s", "ac", "c", "####"),
    ("CX", "o/n/a/c s z", "ac", "cs", "6798"), ("CY", "n/o/a/z c", "ac", "c", "####"),
    ("CZ", "n/o/a/z c", "ac", "c", "### ##"), ("DE", "n/o/a/z c", "acz", "c", "#####"),
    ("DK", "o/n/a/z c", "acz", "c", "####"), ("DO", "n/o/a/z c", "ac", "c", "#####"),
    ("DZ", "n/o/a/z c", "ac", "c", "#####"), ("EC", "n/o/a/z/c", "ac", "cz", "######|@####@|@@######"),
    ("EE", "n/o/a/z c", "ac", "c", "#####"), ("EG", "n/o/a/c/s/z", "ac", "c", "#####"),
    ("EH", "n/o/a/z c", "ac", "c", "#####"), ("ES", "n/o/a/z c s", "acsz", "cs", "#####"),
    ("ET", "n/o/a/z c", "ac", "c", "####"), ("FI", "o/n/a/FI-z c", "acz", "c", "#####"),
    ("FK", "n/o/a/c/z", "acz", "cz", "FIQQ 1ZZ"),
    ("FM", "n/o/a/c s z", "acsz", "noacs", "9694[1-4]|9694[1-4]-####"), ("FO", "n/o/a/FOz c", "ac", "c", "###"),
    ("FR", "o/n/a/z c", "acz", "c", "#####"),
    ("GB", "n/o/a/c/s/z", "acz", "cz", "GIR 0AA|BFPO ####|BFPO ###|BFPO ##|BFPO #|{UK}"),
    ("GE", "n/o/a/z c", "ac", "c", "####"), ("GF", "o/n/a/z c", "acz", "ac", "9[78]3##"),
    ("GG", "n/o/a/c/GUERNSEY/z", "acz", "cz", "GY# #!!|GY## #!!|GY#@ #!!"), ("GI", "n/o/a", "a", "c", "GX11 1AA"),
    ("GL", "n/o/a/z c", "acz", "c", "39##"), ("GN", "n/o/z a c", "ac", "c", "###"),
    ("GP", "o/n/a/z c", "acz", "ac", "9[78][01]##"), ("GR", "n/o/a/z c", "acz", "c", "### ##"),
    ("GS", "n/o/a/c/z", "acz", "cz", "SIQQ 1ZZ"), ("GT", "n/o/a/z- c", "ac", "c", "#####"),
    ("GU", "n/o/a/c s z", "acsz", "noacs", "969[12]#|9693[12]|969[12]#-####|9693[12]-####"),
    ("GW", "n/o/a/z c", "ac", "c", "####"), ("HK", "s/a/o/n", "as", "s", ""),
    ("HM", "o/n/a/c s z", "ac", "cs", "####"), ("HN", "n/o/a/c, s/z", "acs", "c", "#####"),
    ("HR", "n/o/a/HR-z c", "ac", "c", "#####"), ("HT", "n/o/a/HTz c", "ac", "c", "####"),
    ("HU", "n/o/c/a/z", "ac", "noac", "####"), ("ID", "n/o/a/d/c/s z", "ac", "c", "#####"),
    ("IE", "n/o/a/d/c/s/z", "ac", "c", "@#[0-9W] ****"), ("IL", "n/o/a/c z", "ac", "c", "#######|#####"),
    ("IM", "n/o/a/c/z", "acz", "cz", "IM# #!!|IM## #!!|IM#@ #!!"), ("IN", "n/o/a/c z/s", "acsz", "c", "######"),
    ("IO", "n/o/a/c/z", "acz", "cz", "BBND 1ZZ"), ("IQ", "o/n/a/c, s/z", "acs", "cs", "#####"),
    ("IR", "o/n/s/c, d/a/z", "ac", "c", "#####-#####"), ("IS", "n/o/a/z c", "ac", "c", "###"),
    ("IT", "n/o/a/z c s", "acsz", "cs", "#####"),
    ("JE", "n/o/a/c/JERSEY/z", "acz", "cz", "JE# #!!|JE## #!!|JE#@ #!!"), ("JM", "n/o/a/c/s", "acs", "c", ""),
    ("JO", "n/o/a/c z", "ac", "c", "#####"), ("JP", "〒z/sc/a/o/n", "acsz", "s", "###-####"),
    ("KE", "n/o/a/c/z", "ac", "c", "#####"), ("KG", "z c/a/o/n", "ac", "c", "######"),
    ("KH", "n/o/a/c z", "ac", "c", "#####"), ("KI", "n/o/a/s/c", "ac", "noacs", ""), ("KM", "n/o/a/c", "ac", "ac", ""),
    ("KN", "n/o/a/c, s", "acs", "c", ""), ("KR", "s cd/a/o/n/z", "acsz", "z", "#####|###-###"),
    ("KW", "n/o/a/z c", "ac", "c", "#####"), ("KY", "n/o/a/s", "as", "c", "KY#-####"),
    ("KZ", "z/s/c/a/o/n", "ac", "c", "######"), ("LA", "n/o/a/z c", "ac", "c", "#####"),
    ("LB", "n/o/a/c z", "ac", "c", "####|#### ####"), ("LI", "o/n/a/FL-z c", "acz", "c", "948[5-9]|949[0-7]"),
    ("LK", "n/o/a/c/z", "ac", "c", "#####"), ("LR", "n/o/a/z c", "ac", "c", "####"),
    ("LS", "n/o/a/c z", "ac", "c", "###"), ("LT", "o/n/a/LT-z c", "ac", "c", "#####"),
    ("LU", "o/n/a/L-z c", "acz", "c", "####"), ("LV", "n/o/a/c, z", "ac", "c", "LV-####"),
    ("MA", "n/o/a/z c", "ac", "c", "#####"), ("MC", "n/o/a/MC-z c", "ac", "c", "980##"),
    ("MD", "n/o/a/MD-z c", "ac", "c", "####"), ("ME", "n/o/a/z c", "ac", "c", "8####"),
    ("MF", "o/n/a/z c", "acz", "ac", "9[78][01]##"), ("MG", "n/o/a/z c", "ac", "c", "###"),
    ("MH", "n/o/a/c s z", "acsz", "noacs", "969[67]#|969[67]#-####"), ("MK", "n/o/a/z c", "ac", "c", "####"),
    ("MM", "n/o/a/c, z", "ac", "c", "#####"), ("MN", "n/o/a/s c/z", "ac", "c", "#####"),
    ("MO", "a/o/n", "a", "c", ""), ("MP", "n/o/a/c s z", "acsz", "noacs", "9695[0-2]|9695[0-2]-####"),
    ("MQ", "o/n/a/z c", "acz", "ac", "9[78]2##"), ("MR", "n/o/a/c", "ac", "ac", ""),
    ("MT", "n/o/a/c z", "ac", "cz", "@@@ ####|@@@ ##|@@@ ###"), ("MU", "n/o/a/z/c", "ac", "cz", "#####|###@@###"),
    ("MV", "n/o/a/c z", "ac", "c", "#####"), ("MW", "n/o/a/c", "ac", "c", ""),
    ("MX", "n/o/a/d/z c, s", "acz", "csz", "#####"), ("MY", "n/o/a/d/z c/s", "acz", "cs", "#####"),
    ("MZ", "n/o/a/c", "ac", "c", "####"), ("NC", "o/n/a/z c", "acz", "ac", "988##"),
    ("NE", "n/o/a/z c", "ac", "c", "####"), ("NF", "o/n/a/c s z", "ac", "cs", "2899"),
    ("NG", "n/o/a/c z/s", "ac", "cs", "######"), ("NI", "n/o/a/z/c, s", "ac", "cs", "#####"),
    ("NL", "o/n/a/z c", "acz", "c", "#### @@"), ("NO", "n/o/a/z c", "acz", "c", "####"),
    ("NP", "n/o/a/c z", "ac", "c", "#####"), ("NR", "n/o/a/s", "as", "c", ""),
    ("NZ", "n/o/a/c z", "acz", "c", "####"), ("OM", "n/o/a/z/c", "ac", "c", "###|PC ###"),
    ("PA", "n/o/a/c/s", "ac", "cs", ""), ("PE", "n/o/a/c", "ac", "c", "[0-2]####|LIMA #|LIMA ##|CALLAO ##|CALLAO #"),
    ("PF", "n/o/a/z c s", "acsz", "cs", "987##"), ("PG", "n/o/a/c z s", "acs", "c", "###"),
    ("PH", "n/o/a/z c/s", "ac", "c", "####"), ("PK", "n/o/a/c-z", "ac", "c", "#####"),
    ("PL", "n/o/a/z c", "acz", "c", "##-###"), ("PM", "o/n/a/z c", "acz", "ac", "9[78]5##"),
    ("PN", "n/o/a/c/z", "acz", "cz", "PCRN 1ZZ"), ("PR", "n/o/a/c PR z", "acz", "noac", "00[679]##|00[679]##-####"),
    ("PT", "n/o/a/z c", "acz", "c", "####-###"), ("PW", "n/o/a/c s z", "acsz", "noacs", "96939|96940"),
    ("PY", "n/o/a/z c", "ac", "c", "####"), ("QA", "n/o/a/c", "ac", "ac", ""),
    ("RE", "o/n/a/z c", "acz", "ac", "9[78]4##"), ("RO", "n/o/a/z c", "ac", "ac", "######"),
    ("RS", "n/o/a/z c", "ac", "c", "#####|######"), ("RU", "z c/a/o/n", "acz", "ac", "######"),
    ("RW", "n/o/a/c", "ac", "ac", ""), ("SA", "n/o/a/c z", "ac", "c", "#####"), ("SC", "n/o/a/c/s", "ac", "s", ""),
    ("SE", "o/n/a/SE-z c", "acz", "c", "### ##"), ("SG", "n/o/a/SINGAPORE z", "az", "c", "######"),
    ("SH", "n/o/a/c/z", "acz", "cz", "ASCN 1ZZ|STHL 1ZZ"), ("SI", "n/o/a/SI-z c", "ac", "c", "####"),
    ("SJ", "n/o/a/z c", "acz", "c", "####"), ("SK", "n/o/a/z c", "ac", "c", "### ##"),
    ("SM", "n/o/a/z c", "az", "c", "4789#"), ("SN", "n/o/a/z c", "ac", "c", "#####"),
    ("SO", "n/o/a/c, s z", "acs", "acs", "#####"), ("SR", "n/o/a/c/s", "ac", "as", ""),
    ("ST", "n/o/a/c", "ac", "c", ""), ("SV", "n/o/a/z-c/s", "acs", "csz", "CP [1-3][1-7][0-2]#|[1-3][1-7][0-2]#"),
    ("SZ", "n/o/a/c/z", "ac", "acz", "[HLMS]###"), ("TC", "n/o/a/c/z", "acz", "cz", "TKCA 1ZZ"),
    ("TH", "n/o/a/d c/s z", "ac", "s", "#####"), ("TJ", "n/o/a/z c", "ac", "c", "######"),
    ("TM", "n/o/a/z c", "ac", "c", "######"), ("TN", "n/o/a/z c", "ac", "c", "####"),
    ("TR", "n/o/a/z c", "acz", "c", "#####"), ("TV", "n/o/a/c/s", "ac", "acs", ""),
    ("TW", "z/sc/a/o/n", "acsz", "c", "###|#####|######"), ("TZ", "n/o/a/c", "ac", "c", "####"),
    ("UA", "z c/a/o/n", "ac", "c", "#####"), ("UM", "n/o/a/c s z", "acs", "noacs", ""),
    ("US", "n/o/a/c s z", "acsz", "cs", "#####|#####-####"), ("UY", "n/o/a/z c s", "ac", "cs", "#####"),
    ("UZ", "n/o/a/z c/s", "ac", "cs", "######"), ("VA", "n/o/a/z c", "ac", "c", "00120"),
    ("VC", "n/o/a/c", "ac", "c", "VC####"), ("VE", "n/o/a/c z, s", "acs", "cs", "####"), ("VG", "n/o/a/c", "a", "c", "VG####"),
    ("VI", "n/o/a/c s z", "acsz", "noacs", "008[0-4]#|0085[01]|008[0-4]#-####|0085[01]-####"),
    ("VN", "n/o/a/c/s z", "ac", "c", "#####|######"), ("WF", "o/n/a/z c", "acz", "ac", "986##"),
    ("YT", "o/n/a/z c", "acz", "ac", "976##"), ("ZA", "n/o/a/c/z", "acz", "c", "####"),
    ("ZM", "n/o/a/z c", "ac", "c", "#####"),];

/// Lines for addresses in Latin letters, in countries whose own order is another.
pub(super) const LATIN_LINES: [(&str, &str); 7] = [
    ("CN", "n/o/a/d/c/s, z"),
    ("HK", "n/o/a/d/c/s"),
    ("JP", "n/o/a/c, s/z"),
    ("KR", "n/o/a/d/c/s/z"),
    ("MO", "n/o/a"),
    ("TH", "n/o/a/d, c/s z"),
    ("TW", "n/o/a/c, s z"),
];

/// The areas that post codes of the United Kingdom begin with.
pub(super) const BRITISH_AREAS: &str = "AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG \
    DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M \
    ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF \
    TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE";
