// The start of Depo, and its last resort. A classic script that depends on nothing: it collects errors from the first
// moment, loads the program that <meta name="depo-app"> names, registers the service worker, and stays able to show a
// screen and to export the journal when the program is dead.
//
// What the program may use:
//   window.depoErrors        array of {kind, message, where, time}, the first 100 errors of this page; kind is one of
//                            error, rejection, policy, resource, panic
//   window.depoPanic(text)   replaces the page by the last screen
//   window.depoNotLoaded(text) replaces the page by the screen that says that a part of the program did not arrive
//   window.depoUpdate        {state, reason}: starting, offline-ready, update-ready, taken-over, unavailable
//   event depo-update        on window, on every change of that state; depo-update-ready when an update waits
//   window.depoTakeOver()    lets the waiting update take over; every tab is told, this one reloads
//   window.depoKeys          {since, take()}: the keys that came before the program listened, each as [event, when it was heard], and
//                            since when they are kept
//   document.baseURI         the folder that Depo is served from, absolute, for the life of the page
(() => {
  "use strict";

  const ERRORS_MAX = 100;
  const KEYS_MAX = 1000;
  const UPDATE_CHECK_MILLISECONDS = 60 * 60 * 1000;
  const EXPORT_PART_CHARACTERS = 1024 * 1024;
  const JOURNAL = "depo-workspace";
  const PICTURES = "depo-blobs";
  const TABLES = ["tail", "seg", "meta", "quar", "pers", "blob"];
  const ROWS_AT_ONCE = 500;

  // Listening comes first: what goes wrong below is heard too.
  let last = false;
  const errors = [];
  window.depoErrors = errors;
  const report = (kind, message, where) => {
    if (errors.length < ERRORS_MAX) {
      errors.push({ kind, message: String(message), where: String(where || ""), time: new Date().toISOString() });
    }
  };
  // A program that trapped (out of memory, for one) does nothing any more: what it showed last stays for ever.
  const stopped = (error) => {
    if (typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError) {
      window.depoPanic((error && error.message) || String(error));
    }
  };
  window.addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) {
      const place = event.filename ? `${event.filename}:${event.lineno}:${event.colno}` : "";
      report("error", (event.error && event.error.stack) || event.message, place);
      stopped(event.error);
    } else {
      // A file that did not arrive: such events do not bubble, hence the capture.
      const element = event.target;
      report("resource", `<${element.localName}> could not be loaded`, element.src || element.href);
    }
  }, true);
  window.addEventListener("unhandledrejection", (event) => {
    report("rejection", (event.reason && (event.reason.stack || event.reason.message)) || event.reason, "");
    stopped(event.reason);
  });
  document.addEventListener("securitypolicyviolation", (event) => {
    report("policy", `${event.effectiveDirective} forbids ${event.blockedURI || "inline"}`, event.sourceFile);
  });

  // A scanner may send before the program listens. Its keys are kept for the program, which takes them over with their
  // times; until then there is nothing on the page that a key could be meant for.
  const keys = [];
  const keepKey = (event) => {
    if (last || event.metaKey || keys.length >= KEYS_MAX) return;
    keys.push([event, performance.now()]);
    if (event.type === "keydown" && !event.ctrlKey && event.key.length === 1) event.preventDefault();
  };
  for (const kind of ["keydown", "keyup"]) window.addEventListener(kind, keepKey, true);
  window.depoKeys = {
    since: performance.now(),
    take() {
      for (const kind of ["keydown", "keyup"]) window.removeEventListener(kind, keepKey, true);
      return keys.splice(0);
    },
  };

  const TEXTS = {
    en: {
      loading: (percent) => `Loading the program: ${percent} %`,
      starting: "Starting",
      panicTitle: "Depo has stopped",
      panicText: "The program met an error that it cannot go on from. What was shown as saved is still on this device. Load the page again; if this comes back, export the data and send it with the text below to whoever looks after Depo.",
      loadTitle: "Depo could not be loaded",
      loadText: "A part of the program did not arrive. What was saved is still on this device. Check the connection and load the page again.",
      oldTitle: "This browser is too old for Depo",
      oldText: "Depo needs WebAssembly as browsers have had it since 2023. Update this browser or open Depo in another one. What was saved here stays here and can be exported.",
      storageTitle: "This browser offers no storage",
      storageText: "Depo keeps its data in this browser (IndexedDB), and here that is switched off or not allowed. Leave private browsing or allow this address to store data, then load the page again.",
      secureTitle: "This address is not secure",
      secureText: "Depo works only from an address that begins with https:// (or on the machine itself). Open it from there.",
      reload: "Reload",
      exportData: "Export my data",
      exporting: (rows) => `Exporting: ${rows} rows`,
      exported: (rows) => `Exported: ${rows} rows. The file is among the downloads.`,
      unread: (rows) => `Incomplete: ${rows} rows could not be read.`,
      nothing: "There is no data on this device.",
      exportFailed: (cause) => `The data could not be read: ${cause}`,
    },
    id: {
      loading: (percent) => `Memuat program: ${percent} %`,
      starting: "Memulai",
      panicTitle: "Depo berhenti",
      panicText: "Program mengalami kesalahan dan tidak dapat dilanjutkan. Semua yang sudah ditampilkan sebagai tersimpan masih ada di perangkat ini. Muat ulang halaman; jika hal ini terulang, ekspor data lalu kirimkan bersama teks di bawah kepada pengelola Depo.",
      loadTitle: "Depo tidak dapat dimuat",
      loadText: "Sebagian program tidak sampai. Data yang tersimpan masih ada di perangkat ini. Periksa koneksi, lalu muat ulang halaman.",
      oldTitle: "Peramban ini terlalu lama untuk Depo",
      oldText: "Depo memerlukan WebAssembly seperti yang ada di peramban sejak 2023. Perbarui peramban ini atau buka Depo di peramban lain. Data yang tersimpan tetap di sini dan dapat diekspor.",
      storageTitle: "Peramban ini tidak menyediakan penyimpanan",
      storageText: "Depo menyimpan datanya di peramban ini (IndexedDB), tetapi di sini penyimpanan dimatikan atau tidak diizinkan. Tinggalkan mode pribadi atau izinkan alamat ini menyimpan data, lalu muat ulang halaman.",
      secureTitle: "Alamat ini tidak aman",
      secureText: "Depo hanya berjalan dari alamat yang diawali https:// (atau di mesin itu sendiri). Bukalah dari sana.",
      reload: "Muat ulang",
      exportData: "Ekspor data saya",
      exporting: (rows) => `Mengekspor: ${rows} baris`,
      exported: (rows) => `Selesai diekspor: ${rows} baris. Berkasnya ada di folder unduhan.`,
      unread: (rows) => `Tidak lengkap: ${rows} baris tidak terbaca.`,
      nothing: "Tidak ada data di perangkat ini.",
      exportFailed: (cause) => `Data tidak dapat dibaca: ${cause}`,
    },
    bg: {
      loading: (percent) => `Зареждане на програмата: ${percent} %`,
      starting: "Стартиране",
      panicTitle: "Depo спря",
      panicText: "Възникна грешка, след която програмата не може да продължи. Всичко, показано като записано, е още на това устройство. Заредете страницата отново; ако това се повтори, експортирайте данните и ги изпратете заедно с текста по-долу на човека, който поддържа Depo.",
      loadTitle: "Depo не можа да се зареди",
      loadText: "Част от програмата не пристигна. Записаното е още на това устройство. Проверете връзката и заредете страницата отново.",
      oldTitle: "Този браузър е твърде стар за Depo",
      oldText: "Depo се нуждае от WebAssembly, какъвто браузърите имат от 2023 г. Обновете този браузър или отворете Depo в друг. Записаното тук остава и може да се експортира.",
      storageTitle: "Този браузър не предлага място за данни",
      storageText: "Depo пази данните си в браузъра (IndexedDB), а тук това е изключено или забранено. Излезте от поверителния режим или разрешете на този адрес да пази данни и заредете страницата отново.",
      secureTitle: "Този адрес не е защитен",
      secureText: "Depo работи само от адрес, който започва с https:// (или на самата машина). Отворете го оттам.",
      reload: "Зареди отново",
      exportData: "Експортирай данните ми",
      exporting: (rows) => `Експортиране, редове: ${rows}`,
      exported: (rows) => `Експортирани редове: ${rows}. Файлът е при изтеглените.`,
      unread: (rows) => `Непълно: ${rows} реда не могат да се прочетат.`,
      nothing: "На това устройство няма данни.",
      exportFailed: (cause) => `Данните не могат да се прочетат: ${cause}`,
    },
    ro: {
      loading: (percent) => `Se încarcă programul: ${percent} %`,
      starting: "Se pornește",
      panicTitle: "Depo s-a oprit",
      panicText: "Programul a întâlnit o eroare după care nu poate continua. Tot ce a fost afișat ca salvat este încă pe acest dispozitiv. Reîncărcați pagina; dacă se repetă, exportați datele și trimiteți-le, cu textul de mai jos, persoanei care se ocupă de Depo.",
      loadTitle: "Depo nu a putut fi încărcat",
      loadText: "O parte din program nu a ajuns. Ce a fost salvat este încă pe acest dispozitiv. Verificați conexiunea și reîncărcați pagina.",
      oldTitle: "Acest browser este prea vechi pentru Depo",
      oldText: "Depo are nevoie de WebAssembly așa cum îl au browserele din 2023 încoace. Actualizați acest browser sau deschideți Depo în altul. Ce a fost salvat rămâne aici și poate fi exportat.",
      storageTitle: "Acest browser nu oferă spațiu de stocare",
      storageText: "Depo își păstrează datele în acest browser (IndexedDB), iar aici stocarea este oprită sau nepermisă. Ieșiți din modul privat sau permiteți acestei adrese să stocheze date, apoi reîncărcați pagina.",
      secureTitle: "Această adresă nu este sigură",
      secureText: "Depo funcționează numai de la o adresă care începe cu https:// (sau chiar pe mașina respectivă). Deschideți-l de acolo.",
      reload: "Reîncarcă",
      exportData: "Exportă datele mele",
      exporting: (rows) => `Se exportă, rânduri: ${rows}`,
      exported: (rows) => `Rânduri exportate: ${rows}. Fișierul este printre descărcări.`,
      unread: (rows) => `Incomplet: ${rows} rânduri nu au putut fi citite.`,
      nothing: "Pe acest dispozitiv nu sunt date.",
      exportFailed: (cause) => `Datele nu pot fi citite: ${cause}`,
    },
  };

  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      // Storage is forbidden here; the browser's own wishes will do, and the check below says the rest.
      return null;
    }
  };
  const language = (() => {
    const wanted = [stored("depo.language"), ...(navigator.languages || [navigator.language])];
    for (const tag of wanted) {
      const primary = String(tag || "").toLowerCase().split("-")[0];
      if (Object.keys(TEXTS).includes(primary)) return primary;
    }
    return "en";
  })();
  const texts = TEXTS[language];
  document.documentElement.lang = language;
  const theme = stored("depo.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

  // A relative base would follow the address bar when the program navigates, so it is pinned. This file's own address
  // is the one that is certainly right; it lies in assets/ once it is packed.
  const ownAddress = new URL(document.currentScript.src);
  const base = new URL(ownAddress.pathname.endsWith("/start.js") ? "." : "..", ownAddress).href;
  document.querySelector("base").href = base;

  const ready = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true });
    else resolve();
  });

  // --- The last screen ---

  const element = (name, content, className) => {
    const made = document.createElement(name);
    if (content) made.textContent = content;
    if (className) made.className = className;
    return made;
  };

  const showLast = (title, text, detail) => {
    // The first cause is the one that counts; what follows from it must not cover it.
    if (last) return;
    last = true;
    const screen = element("main", "", "start-last");
    screen.dataset.test = "last-screen";
    const heading = element("h1", title);
    heading.tabIndex = -1;
    const reload = element("button", texts.reload);
    reload.type = "button";
    reload.dataset.test = "last-reload";
    reload.addEventListener("click", () => location.reload());
    const save = element("button", texts.exportData);
    save.type = "button";
    save.dataset.test = "last-export";
    const state = element("p", "");
    state.setAttribute("role", "status");
    state.dataset.test = "last-state";
    save.addEventListener("click", async () => {
      save.disabled = true;
      try {
        const count = await exportJournal((rows) => { state.textContent = texts.exporting(rows); });
        state.textContent = count === null ? texts.nothing : texts.exported(count.rows);
        if (count && count.unread > 0) state.textContent += ` ${texts.unread(count.unread)}`;
      } catch (error) {
        state.textContent = texts.exportFailed((error && error.message) || error);
      }
      save.disabled = false;
    });
    const actions = element("div", "", "start-actions");
    actions.append(reload, save);
    screen.append(heading, element("p", text), actions, state);
    if (detail) screen.append(element("p", detail, "start-detail"));
    const show = () => {
      document.title = title;
      document.documentElement.lang = language;
      document.body.replaceChildren(screen);
      heading.focus();
    };
    if (document.body) show();
    else ready.then(show);
  };

  window.depoPanic = (message) => {
    report("panic", message, "");
    showLast(texts.panicTitle, texts.panicText, String(message));
  };
  window.depoNotLoaded = (message) => {
    report("error", message, "start");
    showLast(texts.loadTitle, texts.loadText, message);
  };

  // --- Export without the program ---

  const bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
  };
  const hexOf = (value) => Array.from(bytesOf(value), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64Of = (value) => {
    const bytes = bytesOf(value);
    let binary = "";
    // In pieces: the arguments of one call are limited.
    for (let start = 0; start < bytes.length; start += 8192) {
      binary += String.fromCharCode(...bytes.subarray(start, start + 8192));
    }
    return btoa(binary);
  };

  const openDatabase = (name) => new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let absent = false;
    // Asked for at a database that is not there: it must not be made by looking for it.
    request.onupgradeneeded = () => { absent = true; request.transaction.abort(); };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (absent ? resolve(null) : reject(request.error));
    request.onblocked = () => reject(new Error("blocked"));
  });

  const answerTo = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      // One row that cannot be read must not end the others.
      event.preventDefault();
      event.stopPropagation();
      reject(request.error);
    };
  });

  // The keys of a table from behind one on, as many as are read at once; fewer where the browser cannot read on.
  const keysAfter = async (store, key) => {
    const range = key === null ? null : IDBKeyRange.lowerBound(key, true);
    return answerTo(store.getAllKeys(range, ROWS_AT_ONCE));
  };

  // All rows as NDJSON, to a download, which a restore reads. The rows that were read and those that could not be; null
  // where there is no journal.
  const exportJournal = async (progress) => {
    const parts = [];
    let part = "";
    const count = { rows: 0, unread: 0 };
    let isAny = false;
    for (const name of [JOURNAL, PICTURES]) {
      const database = await openDatabase(name);
      if (!database) continue;
      for (const table of TABLES.filter((each) => database.objectStoreNames.contains(each))) {
        isAny = true;
        let last = null;
        for (;;) {
          const store = database.transaction(table, "readonly").objectStore(table);
          let keys;
          try {
            keys = await keysAfter(store, last);
          } catch (error) {
            report("error", `${table}: ${(error && error.message) || error}`, "export");
            count.unread += 1;
            break;
          }
          if (keys.length === 0) break;
          const reads = await Promise.allSettled(keys.map((key) => answerTo(store.get(key))));
          reads.forEach((read, index) => {
            if (read.status === "rejected" || read.value === undefined) {
              count.unread += 1;
              return;
            }
            const row = { table, key_hex: hexOf(keys[index]), value_base64: base64Of(read.value) };
            part += `${JSON.stringify(row)}\n`;
            count.rows += 1;
            if (part.length >= EXPORT_PART_CHARACTERS) {
              // A blob may leave the memory for the disk; a string cannot.
              parts.push(new Blob([part]));
              part = "";
              progress(count.rows);
            }
          });
          last = keys[keys.length - 1];
        }
      }
      database.close();
    }
    if (!isAny) return null;
    part += `${JSON.stringify({ end: true, rows: count.rows, unread: count.unread })}\n`;
    const file = new Blob([...parts, part], { type: "application/x-ndjson" });
    const link = element("a", "");
    link.href = URL.createObjectURL(file);
    link.download = `depo-journal-${new Date().toISOString().replace(/[:.]/g, "-")}.ndjson`;
    document.body.append(link);
    link.click();
    link.remove();
    return count;
  };

  // --- The program ---

  const storageOffered = () => {
    try {
      return Boolean(window.indexedDB);
    } catch {
      return false;
    }
  };

  const showProgress = (received, total) => {
    if (last) return;
    const state = document.getElementById("start-state");
    const bar = document.getElementById("start-progress");
    if (!state || !bar) return;
    const percent = total ? Math.min(100, Math.floor((received / total) * 100)) : 100;
    bar.value = percent;
    state.textContent = percent < 100 ? texts.loading(percent) : texts.starting;
  };

  // The same response, its bytes counted on their way: the compiler still works while they arrive. What the service
  // worker keeps is there at once, and is left as it is: the browser knows the compiled program by its response.
  const counted = (response, total) => {
    if (!response.ok) throw new TypeError(`${response.url}: ${response.status}`);
    if (navigator.serviceWorker && navigator.serviceWorker.controller) {
      showProgress(total, total);
      return response;
    }
    if (!response.body || typeof TransformStream === "undefined") return response;
    let received = 0;
    let shown = 0;
    const counter = new TransformStream({
      transform(chunk, controller) {
        received += chunk.byteLength;
        if (received - shown > total / 20) {
          shown = received;
          showProgress(received, total);
        }
        controller.enqueue(chunk);
      },
      flush() { showProgress(total, total); },
    });
    return new Response(response.body.pipeThrough(counter), { headers: { "content-type": "application/wasm" } });
  };

  const meta = (name) => {
    const found = document.querySelector(`meta[name="${name}"]`);
    return found ? found.content : "";
  };

  const run = async () => {
    await ready;
    const [script, wasm, size] = meta("depo-app").split(" ");
    // The program asks for its texts once it runs; asked for now, they arrive beside it.
    const early = document.createElement("link");
    Object.assign(early, { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
    early.href = new URL(wasm.replace("/depo-", `/split_${language}-`), base).href;
    document.head.append(early);
    showProgress(0, Number(size));
    const [program, response] = await Promise.all([
      import(new URL(script, base).href),
      fetch(new URL(wasm, base)),
    ]);
    await program.default({ module_or_path: counted(response, Number(size)) });
  };

  if (!window.isSecureContext) {
    showLast(texts.secureTitle, texts.secureText, location.origin);
    return;
  }
  if (typeof WebAssembly !== "object" || typeof WebAssembly.instantiate !== "function") {
    showLast(texts.oldTitle, texts.oldText, navigator.userAgent);
    return;
  }
  if (!storageOffered()) {
    showLast(texts.storageTitle, texts.storageText, "");
    return;
  }
  run().catch((error) => {
    const detail = (error && (error.stack || error.message)) || String(error);
    report("error", detail, "start");
    if (error instanceof WebAssembly.CompileError) showLast(texts.oldTitle, texts.oldText, detail);
    else if (error instanceof WebAssembly.RuntimeError) showLast(texts.panicTitle, texts.panicText, detail);
    else showLast(texts.loadTitle, texts.loadText, detail);
  });

  // --- The service worker: offline, and updates that ask ---

  const update = { state: "starting", reason: "" };
  window.depoUpdate = update;
  const setUpdate = (state, reason) => {
    update.state = state;
    update.reason = reason || "";
    window.dispatchEvent(new CustomEvent("depo-update", { detail: { ...update } }));
    if (state === "update-ready") window.dispatchEvent(new CustomEvent("depo-update-ready"));
  };

  let registration = null;
  let takingOver = false;
  window.depoTakeOver = () => {
    if (!registration || !registration.waiting) return false;
    takingOver = true;
    registration.waiting.postMessage({ type: "take-over" });
    return true;
  };

  // What the workers say together. Asked again at each of their changes: a page may come in at any moment of them.
  const assess = () => {
    if (update.state === "taken-over") return;
    const { installing, waiting, active } = registration;
    let state = "starting";
    if (waiting && active) state = "update-ready";
    else if (active && active.state === "activated") state = "offline-ready";
    else if (!installing && !waiting && !active) state = "unavailable";
    if (state !== update.state) setUpdate(state, state === "unavailable" ? "the files could not all be kept" : "");
  };
  const watched = new WeakSet();
  const watchAll = () => {
    for (const worker of [registration.installing, registration.waiting, registration.active]) {
      if (worker && !watched.has(worker)) {
        watched.add(worker);
        worker.addEventListener("statechange", assess);
      }
    }
    assess();
  };

  const register = async () => {
    if (!navigator.serviceWorker) {
      setUpdate("unavailable", "no service worker in this browser");
      return;
    }
    // A worker that takes control of a page that had another one means: an update was taken, here or in another tab.
    let controlled = navigator.serviceWorker.controller;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      const before = controlled;
      controlled = navigator.serviceWorker.controller;
      if (takingOver) location.reload();
      else if (before && before !== controlled) setUpdate("taken-over");
    });
    try {
      registration = await navigator.serviceWorker.register(new URL("sw.js", base), { scope: base, updateViaCache: "none" });
    } catch (error) {
      // Private modes refuse it. The program works on; only offline starts do not.
      setUpdate("unavailable", (error && error.message) || error);
      return;
    }
    registration.addEventListener("updatefound", watchAll);
    watchAll();
    // A tablet may stay on one page for weeks; browsers look for updates only when they navigate.
    setInterval(() => {
      registration.update().catch((error) => { update.reason = `no update check: ${error.message}`; });
    }, UPDATE_CHECK_MILLISECONDS);
  };
  ready.then(register);
})();
