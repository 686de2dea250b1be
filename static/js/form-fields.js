// What the fields of a form hold, as plain values that can be stored and put back. Left out are
// passwords, files and hidden fields, which are not typed.
const NOT_TYPED = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

function isKept(field) {
  if (!field.name || field.disabled || NOT_TYPED.has(field.type)) return false;
  // Neither the two halves of a choice of many, nor a row that is only a pattern, nor what asks.
  return !field.name.includes("__prefix__") && !field.closest(".selectfilter, .selector, dialog");
}

function valuesOf(field) {
  if (field.options) return Array.from(field.selectedOptions, ({ value, text }) => [value, text]);
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  return [field.value];
}

export function readFields(form) {
  const fields = {};
  for (const field of form.elements) {
    if (isKept(field)) (fields[field.name] ??= []).push(...valuesOf(field));
  }
  return fields;
}

// How many rows each list of the form has (Django's management forms), and had at first.
export function readRows(form) {
  const rows = {};
  for (const total of form.querySelectorAll("input[name$=-TOTAL_FORMS]")) {
    const prefix = total.name.slice(0, -"-TOTAL_FORMS".length);
    rows[prefix] = [Number(total.value), Number(form.elements[`${prefix}-INITIAL_FORMS`].value)];
  }
  return rows;
}

// Add the rows that a list had. Return the lists whose rows are others by now: their fields would
// not fit.
function addRows(form, rows) {
  const now = readRows(form);
  const changed = new Set();
  for (const [prefix, [total, initial]] of Object.entries(rows ?? {})) {
    if (now[prefix]?.[1] !== initial) changed.add(prefix);
    const add = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
    for (let row = now[prefix]?.[0] ?? total; row < total; row++) add?.click();
  }
  return changed;
}

function fill(field, values) {
  if (field.options) {
    for (const [value, text] of values) {
      if (!Array.from(field.options).some((option) => option.value === value)) field.add(new Option(text, value));
    }
    const chosen = new Set(values.map(([value]) => value));
    for (const option of field.options) option.selected = chosen.has(option.value);
  } else if (field.type === "checkbox" || field.type === "radio") {
    field.checked = values.includes(field.value);
  } else {
    field.value = values.shift() ?? "";
    // The body of an article: its editor shows what its text area holds only when it is made.
    const editor = field.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]")?.editor;
    editor?.commands.setContent(field.value, { emitUpdate: true });
  }
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

// Put back what `readFields` and `readRows` returned.
export function fillFields(form, { fields, rows }) {
  const changed = [...addRows(form, rows)];
  const left = structuredClone(fields);
  for (const field of Array.from(form.elements)) {
    const fits = !changed.some((prefix) => field.name?.startsWith(`${prefix}-`));
    if (isKept(field) && left[field.name] && fits) fill(field, left[field.name]);
  }
}
