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

/* "/" goes to the search, from any page. */

addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const search = document.getElementById("q");
  if (search) search.focus();
  else location.assign("/#q");
});
if (location.hash === "#q") document.getElementById("q")?.focus();

/* On a refusal the focus goes to the summary. */

document.getElementById("errori")?.focus();
