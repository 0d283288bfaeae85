/* Improvements only: without this file every page does the same work. */

const page = document.documentElement;
page.classList.add("con-script");

/* Fields that are asked only when another has a certain answer. */

function answersTo(form, name) {
  const controls = [...form.elements].filter((control) => control.name === name);
  return controls
    .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
    .map((control) => control.value)
    .filter((value) => value !== "");
}

function isAsked(form, box) {
  const known = [...form.elements].some((control) => control.name === box.dataset.quando);
  if (!known) return true;
  const answers = answersTo(form, box.dataset.quando);
  const wanted = box.dataset.quandoValori.split("|").filter(Boolean);
  return wanted.length ? answers.some((answer) => wanted.includes(answer)) : answers.length > 0;
}

function showWhatIsAsked(form) {
  for (const box of form.querySelectorAll("[data-quando]")) {
    // A field in error stays in sight: the summary leads to it.
    box.hidden = !isAsked(form, box) && !box.querySelector(".errore");
  }
  for (const section of form.querySelectorAll(".sezione")) {
    section.hidden = [...section.querySelectorAll(".campi > *")].every((box) => box.hidden);
  }
}

for (const form of document.querySelectorAll("form[data-modulo]")) {
  showWhatIsAsked(form);
  form.addEventListener("input", () => showWhatIsAsked(form));
}

/* How many characters are left, said once the person stops typing. */

for (const line of document.querySelectorAll("[data-conto]")) {
  const area = document.getElementById(line.dataset.conto);
  let pause;
  area.addEventListener("input", () => {
    clearTimeout(pause);
    const left = area.maxLength - area.value.length;
    pause = setTimeout(() => (line.textContent = `Restano ${left} caratteri su ${area.maxLength}.`), 400);
  });
}

/* A draft saves itself while the person types, and says so when it cannot: nothing typed is lost. */

const QUIET = 2500, AGAIN = 10000; // milliseconds: after the last key, after a failed save

function keepSaved(form) {
  const alarm = form.querySelector("[data-non-salvato]"), told = form.querySelector("[data-salvato]");
  let changed = 0, saved = 0, timer, busy = false, leaving = false;

  async function save() {
    clearTimeout(timer);
    if (busy || changed === saved) return changed === saved;
    busy = true;
    const upTo = changed, body = new FormData(form);
    body.set("vai", "da-sola");
    let trouble = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), redirect: "manual" });
      if (answer.ok) accept(await answer.json(), upTo);
      else trouble = causeOf(answer.status);
    } catch {
      trouble = "Il server non risponde: controlla la rete.";
    }
    busy = false;
    if (trouble) warn(trouble);
    if (changed !== saved) timer = setTimeout(save, trouble ? AGAIN : QUIET);
    return !trouble;
  }

  function accept(said, upTo) {
    form.elements.versione.value = said.versione;
    form.elements.base.value = said.base;
    saved = upTo;
    told.textContent = `Salvata da sola alle ${said.alle} (versione ${said.versione}).`;
    alarm.hidden = true;
  }

  function causeOf(status) {
    if (status === 401) return "La sessione è terminata: quello che hai scritto è stato messo da parte. Accedi di nuovo per riprenderlo.";
    if (status === 409) return "La bozza è stata salvata anche da un'altra finestra: premi «Salva e continua» per unire le modifiche.";
    return "L'archivio non può scrivere in questo momento.";
  }

  function warn(cause) {
    const appears = alarm.hidden;
    alarm.querySelector("[data-causa]").textContent = `Non salvato. ${cause} Quello che hai scritto è ancora in questa pagina.`;
    alarm.hidden = false;
    if (appears && leaving) alarm.focus();
  }

  form.saveNow = save;
  form.addEventListener("input", () => {
    changed += 1;
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
  });
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (leaving || button?.formAction !== form.action) return;
    // Ask whether somebody answers before the page, and what it holds, is given away.
    event.preventDefault();
    clearTimeout(timer);
    leaving = true;
    try {
      await fetch("/salute", { cache: "no-store" });
      saved = changed;
      form.requestSubmit(button);
    } catch {
      warn("Il server non risponde: controlla la rete.");
      timer = setTimeout(save, AGAIN);
    }
    leaving = false;
  });
  alarm.querySelector("[data-riprova]").addEventListener("click", save);
  alarm.querySelector("[data-scarica]").addEventListener("click", () => download(form));
  addEventListener("beforeunload", (event) => {
    if (changed !== saved && !alarm.hidden) event.preventDefault();
  });
}

function download(form) {
  const said = {
    formato: "bozza-fascicolo-1",
    tipo: form.dataset.tipo,
    fascicolo: form.dataset.fascicolo,
    pagina: new URL(form.action).pathname,
    valori: [...new FormData(form)].filter(([name]) => name !== "csrf_token"),
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(said)], { type: "application/json" }));
  link.download = `Bozza-${form.dataset.tipo}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

for (const form of document.querySelectorAll("form[data-salva-da-solo]")) keepSaved(form);

/* Two minutes before the session ends the page says so; every open page knows of the others. */

function watchSession(dialog) {
  const LAST = 120, MARGIN = 60; // seconds: of warning; the server counts rest by the minute
  const others = new BroadcastChannel("sessione");
  let end;

  function last(seconds, tell = true) {
    end = Date.now() + (seconds - MARGIN) * 1000;
    if (dialog.open) dialog.close();
    if (tell) others.postMessage(seconds);
  }

  function look() {
    const left = Math.round((end - Date.now()) / 1000);
    if (left > LAST) return;
    if (left <= 0) return leave();
    const words = left > 60 ? "tra circa 2 minuti" : left > 20 ? "tra meno di un minuto" : "tra pochi secondi";
    dialog.querySelector("[data-quanto]").textContent = words;
    if (left % 20 === 0 || !dialog.open) dialog.querySelector("[data-detto]").textContent = `Uscirai ${words}.`;
    if (!dialog.open) dialog.showModal();
  }

  async function leave() {
    clearInterval(timer);
    await Promise.all([...document.querySelectorAll("form[data-salva-da-solo]")].map((form) => form.saveNow?.()));
    document.querySelector("form[action='/uscita']").requestSubmit();
  }

  dialog.querySelector("[data-continua]").addEventListener("click", async () => {
    try {
      last((await (await fetch("/sessione", { cache: "no-store" })).json()).secondi);
    } catch {
      dialog.close();
    }
  });
  dialog.querySelector("[data-esci]").addEventListener("click", leave);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  others.addEventListener("message", (event) => last(event.data, false));
  last(Number(dialog.dataset.sessione));
  const timer = setInterval(look, 1000);
}

for (const dialog of document.querySelectorAll("[data-sessione]")) watchSession(dialog);

/* A button pressed twice sends once; the server would give one number anyway. */

for (const form of document.querySelectorAll("form[data-una-volta]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.inviato) event.preventDefault();
    form.dataset.inviato = "si";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-inviato]")) delete form.dataset.inviato;
});

/* Single keys, unless the person turned them off: "/" goes to the search, others where a link says. */

const keys = document.querySelector("[data-tasti]");
if (keys) addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.altKey || event.metaKey) return;
  const search = document.getElementById("q"), link = keys.querySelector(`[data-tasto="${CSS.escape(event.key)}"]`);
  if (event.key !== "/" && !link) return;
  event.preventDefault();
  if (link) link.click();
  else if (search) search.focus();
  else location.assign("/#q");
});
if (location.hash === "#q") document.getElementById("q")?.focus();

/* On a refusal the focus goes to the summary. */

document.getElementById("errori")?.focus();
