//! Every bound of the portal, with its unit at the end of its name.

/// The largest single value handed to the store, in bytes.
pub const STORED_VALUE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The largest picture or other file that is kept beside the journal, in bytes. Pictures are shrunk before.
pub const BLOB_BYTES_MAX: usize = 1024 * 1024;

/// How wide and high a picture of an item is kept, at most, in pixels.
pub const PICTURE_SIDE_PIXELS_MAX: u32 = 800;

/// How large a picture of an item is kept, at most, in bytes.
pub const PICTURE_BYTES_MAX: usize = 120_000;

/// How many pictures a tab holds ready to be shown.
pub const PICTURES_SHOWN_MAX: usize = 400;

/// How long opening or deleting a database may take before the operator is told, in milliseconds.
pub const DATABASE_OPEN_MS_MAX: u32 = 3_000;

/// The most text or unpacked bytes one step of a file reader produces, in bytes: what keeps a frame short.
pub const IMPORT_STEP_BYTES_MAX: usize = 256 * 1024;

/// The largest file that is read, after unpacking, in bytes.
pub const IMPORT_FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// The most rows that are read from one file: what it knows of each invoice and item has to fit in memory.
pub const IMPORT_FILE_ROWS_MAX: u64 = 5_000_000;

/// How many times larger than its packed form a file may unpack: order files reach some 20, a bomb 1,000.
pub const IMPORT_UNPACK_RATIO_MAX: u64 = 200;

/// Below this many unpacked bytes no ratio is suspicious: a small file of one repeated line is not a bomb.
pub const IMPORT_UNPACK_RATIO_FLOOR_BYTES: u64 = 32 * 1024 * 1024;

/// The largest cell of a delimited file, in bytes. A spreadsheet cell holds 32,767 characters.
pub const CELL_BYTES_MAX: usize = 64 * 1024;

/// The largest row of a delimited file, in bytes of its cells.
pub const ROW_BYTES_MAX: usize = 256 * 1024;

/// The widest row of a delimited file, in cells.
pub const ROW_CELLS_MAX: usize = 512;

/// How much of a file is looked at to find its delimiter, in bytes.
pub const DELIMITER_SEARCH_BYTES_MAX: usize = 64 * 1024;

/// The rejected rows an import keeps in memory; those beyond are counted.
pub const REJECTED_ROWS_KEPT_MAX: usize = 5_000;

/// How much of a rejected cell is kept to show, in bytes.
pub const REJECTED_VALUE_BYTES_MAX: usize = 120;

/// Refused rows of a file that belong to no order and are kept to be mended.
pub const REPAIR_LOOSE_ROWS_MAX: usize = 500;

/// The largest text of a cell that is kept to be mended, in bytes; what is longer is cut.
pub const REPAIR_CELL_BYTES_MAX: usize = 16 * 1024;

/// Rows of one order that are kept to be mended. An order of more is mended by the mended file.
pub const REPAIR_ORDER_ROWS_MAX: usize = 200;

/// How much of a rejected row is kept for the download, in bytes.
pub const REJECTED_ROW_BYTES_MAX: usize = 2_000;

/// How many rows of a file may stand above its headings.
pub const HEADING_SEARCH_ROWS_MAX: u64 = 20;

/// The records, orders or products, that a file's reader holds open at once while it gathers their rows.
pub const OPEN_RECORDS_MAX: usize = 1_024;

/// The text in the records that are held open at once, in bytes.
pub const OPEN_RECORDS_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The variants of one product that are handed on together; more make another part.
pub const PRODUCT_PART_VARIANTS_MAX: usize = 10_000;

/// The locations of an inventory file that a report counts; those beyond are counted together.
pub const LOCATIONS_COUNTED_MAX: usize = 500;

/// The different words of a status that a report counts; those beyond are counted together.
pub const STATUS_WORDS_MAX: usize = 500;

/// The largest record of a JSON file, in bytes.
pub const JSON_RECORD_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The deepest nesting of a JSON record.
pub const JSON_DEPTH_MAX: usize = 64;

/// The most values in a JSON record.
pub const JSON_VALUES_MAX: usize = 250_000;

/// The largest workbook, packed, in bytes: it is held whole, since its table of contents stands at its end.
pub const WORKBOOK_BYTES_MAX: usize = 64 * 1024 * 1024;

/// For how long an archive is unpacked until the screen gets the thread, in milliseconds.
pub const UNPACKING_SLICE_MS: f64 = 12.0;

/// The most files of a zip archive that is unpacked.
pub const ZIP_FILES_MAX: usize = 200;

/// The shared texts of a workbook, in bytes.
pub const WORKBOOK_TEXTS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The invoices an import holds open at once while it gathers their lines.
pub const OPEN_INVOICES_MAX: usize = 32;

/// The lines of one invoice that are gathered before they are handed on as a part of it.
pub const INVOICE_PART_LINES_MAX: usize = 10_000;

/// The distinct texts an import shares between its lines; texts beyond are kept once per line.
pub const SHARED_TEXTS_MAX: usize = 65_536;

/// The largest quantity of an imported line, in units.
pub const IMPORT_UNITS_MAX: i64 = 1_000_000_000;

/// The largest price of an imported line, in ten-thousandths of the currency's unit.
pub const IMPORT_PRICE_TEN_THOUSANDTHS_MAX: i64 = 10_000_000_000_000;

/// The longest text of a Code 128 symbol, in characters; a wider label cannot be printed or scanned.
pub const CODE128_CHARACTERS_MAX: usize = 80;

/// The most that any bar code holds, in bytes: a QR code with the least correction holds 2,953, or 7,089 digits.
pub const BARCODE_BYTES_MAX: usize = 7_089;

/// The most elements of one GS1 element string.
pub const GS1_ELEMENTS_MAX: usize = 64;

/// The longest GS1 Digital Link, in bytes; a QR code holds fewer.
pub const GS1_LINK_BYTES_MAX: usize = 8_192;

/// The rows of a file that its preview shows.
pub const PREVIEW_ROWS_MAX: usize = 20;
/// The most things that one file to a channel tells: parcels, items, orders or returns.
pub const ANSWER_TOLD_MAX: usize = 20_000;

/// The longest code that a fact holds, in bytes of its normal form. Frozen.
pub const FACT_CODE_BYTES_MAX: usize = 64;

/// The longest code (SKU, bin, tote, number), in bytes.
pub const CODE_BYTES_MAX: usize = 96;

/// The longest free text, in bytes.
pub const WORDS_BYTES_MAX: usize = 2_000;

/// A line with so many units or more is looked at by a person before it is worked.
pub const LINE_UNITS_UNUSUAL: u32 = 5_000;
/// A number that its source gives again is a new order where the old one is closed and was placed so many days before.
pub const ORDER_NUMBER_RECYCLED_DAYS: i64 = 90;
/// How many hours an ordered erasure waits before it is executed, where no setting says.
pub const ERASURE_DELAY_HOURS: u32 = 24;
/// The most orders that one erasure names.
pub const ERASED_AT_ONCE_MAX: usize = 200;
/// How often the tab that leads looks for erasures that are due, in milliseconds.
pub const ERASING_MS: u32 = 5 * 60_000;
/// The most commits, those here and those of a copy, with which it is tried out what a copy would change.
pub const FORESEEN_COMMITS_MAX: usize = 60_000;
/// How many of the conflicts that a copy would bring are told in words.
pub const ARISING_SHOWN_MAX: usize = 20;
/// How many of the facts that make an entry of the inbox are shown, the latest first.
pub const EVIDENCE_SHOWN_MAX: usize = 12;
/// The most people that a search for a data subject lists.
pub const SUBJECTS_FOUND_MAX: usize = 50;

/// The most orders in one pick batch.
pub const BATCH_ORDERS_MAX: usize = 64;

/// The most characters of one scan. A QR code holds 4,296 alphanumeric ones.
pub const SCAN_CHARACTERS_MAX: usize = 4_296;
/// The most scans that wait until a screen stands that takes them.
pub const SCANS_WAITING_MAX: usize = 16;
/// The largest encoded commit, in bytes.
pub const COMMIT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The most events of one commit: what a 16-bit place can tell apart.
pub const COMMIT_EVENTS_MAX: usize = 65_535;

/// The longest name of a workspace, in bytes.
pub const WORKSPACE_NAME_BYTES_MAX: usize = 96;

/// The combinations of held branches that are tried to find those that a commit knew: its list rarely names more than
/// one forked stream.
pub const KNOWN_BRANCHES_TRIED_MAX: usize = 4_096;

/// The largest segment, in bytes before deflating: room for the largest commit and a few more.
pub const SEGMENT_BYTES_MAX: usize = 5 * 1024 * 1024;

/// The most commits of one segment.
pub const SEGMENT_COMMITS_MAX: usize = 65_536;

/// So many rows of serial numbers are on the page of an item; the others are searched.
pub const SERIALS_SHOWN_MAX: usize = 100;

/// Toasts on screen at once; the oldest gives way.
pub const TOASTS_SHOWN_MAX: usize = 4;

/// Different errors of a session in the diagnostics list; the oldest gives way.
pub const PROBLEMS_KEPT_MAX: usize = 200;

/// Entries that the command palette shows for what was typed.
pub const PALETTE_ENTRIES_MAX: usize = 12;

/// How long the canary in the private file system may take, in milliseconds.
pub const CANARY_MS_MAX: u32 = 1_500;

/// How long a question about the storage may take, in milliseconds.
pub const STORAGE_QUESTION_MS_MAX: u32 = 2_000;

/// How much of a picked file is read at once, in bytes.
pub const FILE_CHUNK_BYTES: usize = 1024 * 1024;

/// How long the browser has to begin a download before its address is taken back, in milliseconds: Safari asks first.
pub const DOWNLOAD_BEGINS_MS_MAX: u32 = 60_000;

/// The most errors that a page keeps: the first ones tell the cause.
pub const PAGE_ERRORS_MAX: u32 = 100;

/// The number and date formatters that are kept: languages times currencies are few.
pub const FORMATTERS_KEPT_MAX: usize = 256;
/// Commits of the tail read from the store at once.
pub const TAIL_ROWS_READ_AT_ONCE: usize = 1_000;

/// How long a tab waits for the lead before it follows, in milliseconds.
pub const LEADERSHIP_MS_MAX: u32 = 150;

/// How long a tab waits for the answer of the one that leads, in milliseconds.
pub const LEADER_ANSWER_MS_MAX: u32 = 8_000;
/// How often a command is sent before it is said that nobody knows whether it is in.
pub const COMMAND_TRIES_MAX: u32 = 6;
/// How long a tab waits before it asks a leader again whose turn had not come, in milliseconds.
pub const LEADER_BUSY_MS: u32 = 60;
/// How long a tab waits before it asks again what became of a command that nobody answered, in milliseconds.
pub const UNSETTLED_ASKED_MS: u32 = 1_000;
/// How often the upkeep waits for quiet before it begins without.
pub const UPKEEP_WAITS_MAX: u32 = 10;
/// How often what was read of closed work and not asked for since is let go of, in milliseconds.
pub const UPKEEP_COOL_MS: u32 = 10_000;
/// A day, in milliseconds.
pub const DAY_MS: i64 = 24 * 3_600_000;
/// No clock that is right shows less, in milliseconds since 1970 UTC: this program was not there yet (2026-01-01).
pub const CLOCK_MS_MIN: i64 = 1_767_225_600_000;
/// How far a clock may be behind the last fact before it is told, in milliseconds.
pub const CLOCK_BEHIND_MS_MAX: i64 = 3_600_000;
/// How far a clock may be ahead of the last fact before it is told, in milliseconds: half a year without work.
pub const CLOCK_AHEAD_MS_MAX: i64 = 183 * DAY_MS;
/// How many entries the inbox shows at once; what each offers is rehearsed for those that are shown.
pub const INBOX_SHOWN: usize = 30;
/// The largest message that one tab takes from another, in bytes.
pub const TAB_MESSAGE_BYTES_MAX: u32 = 64 * 1024 * 1024;

/// How long it must be quiet before the upkeep begins, in milliseconds.
pub const UPKEEP_QUIET_MS: u32 = 1_500;

/// How long work may hold the thread before the screen gets it, in milliseconds.
pub const WORK_SLICE_MS: f64 = 24.0;

/// The movements of an item that its page shows at first, and at each further step.
pub const LEDGER_ROWS_SHOWN: usize = 100;

/// The most bins that are set up at once.
pub const BINS_SET_UP_MAX: i64 = 5_000;
/// The scans and presses of a floor screen that wait to be written: beyond them the operator is told to wait.
pub const FLOOR_WORK_WAITING_MAX: usize = 256;

/// The bar codes that are laid out for one print: some fifty sheets.
pub const PRINTED_BAR_CODES_MAX: usize = 1_200;

/// The carriers that a device remembers for its next label.
pub const CARRIERS_REMEMBERED_MAX: usize = 8;
/// The most records of one command of an import.
pub const INTAKE_RECORDS_MAX: usize = 256;

/// Of how many orders of an import it is told one by one what becomes of them; the others are counted.
pub const INTAKE_JUDGED_MAX: usize = 2_000;

/// The columns of a file that a mapping explains.
pub const MAPPED_COLUMNS_MAX: usize = 300;

/// The bytes of a file that holds a mapping.
pub const MAPPING_FILE_BYTES_MAX: usize = 256 * 1024;

/// The most credits of one command of an import: each is matched with all orders of its customer.
pub const INTAKE_CREDITS_MAX: usize = 64;

/// The most lines of one command of an import, unless one record alone has more: what keeps a frame short.
pub const INTAKE_LINES_MAX: usize = 1_200;

/// The most text in the lines of one command of an import, in bytes, unless one record alone has more.
pub const INTAKE_BYTES_MAX: usize = 128 * 1024;

/// The most lines of an imported record; a longer invoice is taken in several. Lines are numbered with 16 bits.
pub const INTAKE_RECORD_LINES_MAX: usize = 10_000;

/// Within how many days two orders of one content for one recipient wait for a person: perhaps they are one.
pub const TWIN_ORDER_DAYS_MAX: i64 = 3;

/// How much of a packed file is unpacked and read between two looks at the clock, in bytes.
pub const INTAKE_SLICE_BYTES: usize = 16 * 1024;

/// The most movements of an opening stock document.
pub const INTAKE_STOCK_MOVEMENTS_MAX: usize = 400;
/// The longest line of a bundle, in bytes: the largest commit in base64, with its facts beside it.
pub const BUNDLE_LINE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The bytes of all commits of a bundle that is read: they are held in memory until the whole file is found good.
/// A million events take some 40 MB.
pub const BUNDLE_COMMITS_BYTES_MAX: usize = 192 * 1024 * 1024;

/// The most that a bundle may unpack to, in bytes.
pub const BUNDLE_UNPACKED_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// The most streams of a bundle: devices times their incarnations.
pub const BUNDLE_STREAMS_MAX: usize = 10_000;

/// A bundle that is written is handed on in parts of about so many packed bytes.
pub const BUNDLE_PART_BYTES: usize = 1024 * 1024;

/// Warehouses that one order may be allocated over: every subset of them is looked at.
pub const ALLOCATION_WAREHOUSES_MAX: usize = 10;

/// Different items in one order that is allocated.
pub const ALLOCATION_LINES_MAX: usize = 2_000;

/// Units of one order that is allocated, all lines together.
pub const ALLOCATION_UNITS_MAX: u32 = 1_000_000;

/// The dearest parcel, unit or kilogram of a lane, in ten-thousandths of the currency: with the most units of an order
/// a sum still fits 64 bits.
pub const ALLOCATION_PRICE_MAX: i64 = 1_000_000_000_000;

/// The heaviest unit that is allocated, in grams.
pub const ALLOCATION_UNIT_GRAMS_MAX: u32 = 1_000_000;

/// Orders whose allocation is decided anew together.
pub const ALLOCATION_QUEUE_ORDERS_MAX: usize = 100_000;

/// How far ahead a calendar is searched for a working day, in days.
pub const CALENDAR_DAYS_AHEAD_MAX: usize = 400;

/// The dearest single price of a tariff, in ten-thousandths of the currency: with the most steps it still fits 64 bits.
pub const TARIFF_PRICE_MAX: i64 = 1_000_000_000_000;

/// The most weight steps that are billed for one parcel.
pub const TARIFF_STEPS_MAX: u32 = 1_000_000;

/// Items, and slots, that are slotted together.
pub const SLOTTING_ITEMS_MAX: usize = 200_000;

/// Order lines that a slotting learns from.
pub const SLOTTING_LINES_MAX: usize = 10_000_000;

/// Orders that are loaded at once for a report.
pub const REPORT_ORDERS_AT_ONCE: usize = 500;

/// Orders, and items, that the command palette shows for what was typed.
pub const PALETTE_FOUND_MAX: usize = 5;

/// Orders that one command of a bulk action takes: a step short enough to show progress, and far from the largest commit.
pub const BULK_ORDERS_MAX: usize = 250;

/// Orders named in the preview of a bulk action for each outcome.
pub const BULK_NAMED_MAX: usize = 50;

/// Saved views of a list on a device.
pub const SAVED_VIEWS_MAX: usize = 24;

/// How much of a file, from its first byte beyond ASCII, is looked at to tell its encoding, in bytes.
pub const ENCODING_SAMPLE_BYTES: usize = 16 * 1024;

/// The longest run of characters beyond ASCII that is looked at as encoded twice, in bytes.
pub const ENCODED_TWICE_RUN_BYTES_MAX: usize = 512;

/// How much of a file is read to preview it, in bytes.
pub const IMPORT_PREVIEW_BYTES: usize = 64 * 1024;

/// How often the progress of long work is shown anew, in milliseconds.
pub const PROGRESS_SHOWN_EVERY_MS: f64 = 100.0;

/// The imports that the history of this device remembers.
pub const IMPORT_HISTORY_MAX: usize = 20;

/// Between two things that a file said lies a reading of its own if so many milliseconds do: an import writes every few
/// seconds.
pub const IMPORT_READING_PAUSE_MS: i64 = 2 * 60 * 1_000;

/// How many orders of an import are shown one by one at once.
pub const JUDGED_SHOWN_MAX: usize = 200;

/// The rejected lines that are shown on screen; the download has more.
pub const REJECTED_ROWS_SHOWN_MAX: usize = 200;
/// Commands whose times are kept for the diagnostics page.
pub const TIMINGS_KEPT_MAX: usize = 1_000;

/// After so many days without a copy of the workspace a person is reminded.
pub const COPY_AGE_DAYS_MAX: i64 = 7;
/// Cards that a queue of the office shows at once; those beyond are in the list behind it.
pub const QUEUE_SHOWN_MAX: usize = 100;

/// The longest side of anything that is packed or carried, in millimetres: longer than a container of 45 feet.
pub const SIDE_MM_MAX: u32 = 20_000;

/// The heaviest that is packed or carried, in grams: more than a full container.
pub const WEIGHT_GRAMS_MAX: u32 = 100_000_000;

/// The most aisles of a block layout that a route is planned in.
pub const ROUTE_AISLES_MAX: usize = 1_000;

/// The most cells of an aisle, over all its blocks.
pub const ROUTE_AISLE_CELLS_MAX: usize = 10_000;

/// The most blocks of a layout: the exact router's tables and time grow about fivefold with each.
pub const ROUTE_BLOCKS_MAX: usize = 5;

/// The most that all aisles and cross-aisles of a layout may measure together, in millimetres: twice this is the
/// longest route, and fits in 32 bits with room to spare.
pub const ROUTE_FLOOR_MILLIMETRES_MAX: u64 = 500_000_000;

/// The most places of a floor map that routes are planned on.
pub const ROUTE_MAP_PLACES_MAX: usize = 200_000;

/// The most one-way ways of a floor map.
pub const ROUTE_MAP_WAYS_MAX: usize = 1_000_000;

/// The longest way of a floor map, in millimetres: no sum over a route overflows.
pub const ROUTE_MAP_WAY_MILLIMETRES_MAX: u32 = 100_000_000;

/// The most picks of a route on a floor map: it takes a shortest-path tree for each, and memory for each pair.
pub const ROUTE_MAP_PICKS_MAX: usize = 500;

/// Up to so many picks a route on a floor map is the shortest: work and memory double with each.
pub const ROUTE_EXACT_PICKS_MAX: usize = 12;

/// The most demands of a route that chooses among bins.
pub const ROUTE_DEMANDS_MAX: usize = 200;

/// The most bins of one item that are looked at for a demand.
pub const ROUTE_DEMAND_BINS_MAX: usize = 50;

/// The most lines of orders and aisles that a wave is chosen from, each counted.
pub const WAVE_LINES_MAX: usize = 2_000_000;

/// The most units that a wave is chosen from.
pub const WAVE_UNITS_MAX: u64 = 1_000_000_000;

/// The most orders that are batched at once.
pub const BATCHED_ORDERS_MAX: usize = 5_000;

/// The most pickers whose walks are planned at once.
pub const BATCH_PICKERS_MAX: usize = 200;

/// Walks are planned ahead for so long at most, in milliseconds: a month.
pub const SHIFT_MS_MAX: u64 = 31 * 24 * 3_600 * 1_000;

/// The most units of an order that are packed in one plan.
pub const PACK_UNITS_MAX: u64 = 1_000;

/// The most kinds of cartons that are weighed against each other.
pub const PACK_CARTONS_MAX: usize = 64;

/// An order of up to so many units is packed by trying everything.
pub const PACK_EXACT_UNITS_MAX: u32 = 6;

/// The places that are tried before "everything" is given up for one carton.
pub const PACK_EXACT_PLACES_MAX: u64 = 200_000;

/// Partial plans that are followed at once when an order goes into several parcels.
pub const PACK_STATES_MAX: usize = 8;

/// How often units are laid in anew in one manner, the one that did not fit earlier each time.
pub const PACK_ROUNDS_MAX: usize = 16;

/// The units that are laid in anew in all manners together, for one carton.
pub const PACK_ROUNDS_UNITS_MAX: u64 = 20_000;

/// Half-packed cartons that are kept side by side.
pub const PACK_BEAM_STATES_MAX: usize = 8;

/// The units of the quick fillings that half-packed cartons are judged by, for one carton.
pub const PACK_BEAM_UNITS_MAX: u64 = 3_000;

/// The most boxes that are loaded into one container in one plan.
pub const LOAD_BOXES_MAX: u64 = 5_000;

/// The blocks of boxes that a container is loaded with are no more kinds than this.
pub const BLOCKS_MAX: usize = 8_000;

/// The pairs of blocks that are looked at to make larger blocks of them.
pub const BLOCK_PAIRS_MAX: u64 = 8_000_000;

/// The widest beam of container loading.
pub const LOAD_BEAM_MAX: usize = 1_024;

/// The longest tracking number, in characters: the longest that a carrier prints has 41.
pub const TRACKING_CHARACTERS_MAX: usize = 64;

/// How many errors of one message its partner is told of.
pub const EDI_ANSWER_ERRORS_MAX: usize = 100;

/// The largest file of EDI messages. A message is held as a list of its segments, which takes up to thirty times the
/// bytes of a text of nothing but empty ones.
pub const EDI_FILE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Faults of the envelopes of one interchange that are kept; the rest are counted.
pub const EDI_FAULTS_KEPT_MAX: usize = 200;

/// The most namespaces that one part of an EPCIS document declares.
pub const EPCIS_NAMESPACES_MAX: usize = 64;

/// The most lines, or levels, of one EDI message. The standards allow some messages ten times as many; no
/// order that people pick has them.
pub const EDI_LINES_MAX: usize = 20_000;

/// The tags of segments without a place in a record that are counted one by one.
pub const EDI_TAGS_KEPT_MAX: usize = 64;

/// How deep containers stand in each other where one is moved: deeper is taken for a circle.
pub const NESTED_CONTAINERS_MAX: usize = 32;

/// How deep locations may be parts of each other: warehouse, hall, zone, aisle, bay and some more.
pub const NESTED_LOCATIONS_MAX: u32 = 12;

/// Orders that one command allocates: what is available is computed once for all of them, and they fit into one commit.
pub const ALLOCATED_ORDERS_MAX: usize = 2_000;

/// The fewest digits of a PIN.
pub const PIN_DIGITS_MIN: usize = 4;

/// The most digits of a PIN.
pub const PIN_DIGITS_MAX: usize = 12;

/// How slow the hash of a new PIN or badge is, in stages of 1,000 rounds of PBKDF2: about 300 ms on a tablet.
pub const SECRET_STAGES: u32 = 60;

/// The slowest hash that is computed, in stages of 1,000 rounds: a damaged or hostile copy must not hold a device up.
pub const SECRET_STAGES_MAX: u32 = 2_000;

/// After how many wrong PINs in a row an operator waits, where no setting says otherwise.
pub const WRONG_PINS_MAX: u32 = 5;

/// How long the first wait after too many wrong PINs is, in milliseconds. Every further wrong PIN doubles it.
pub const WRONG_PINS_WAIT_MS: i64 = 30_000;

/// The longest wait after wrong PINs, in milliseconds.
pub const WRONG_PINS_WAIT_MS_MAX: i64 = 3_600_000;

/// How often the tabs of a device tell each other that somebody is working, in milliseconds, at most.
pub const ACTIVITY_TOLD_MS: i64 = 5_000;

/// How often a tab looks whether its screen is due to lock, in milliseconds.
pub const LOCK_LOOK_MS: u32 = 1_000;

/// Pick batches of which a device remembers whose tote was confirmed last; of more the one longest ago is forgotten.
pub const CONFIRMED_BATCHES_MAX: usize = 32;
