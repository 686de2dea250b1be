// While ticks are taken off, the button says how many comments are left.
const form = document.querySelector("[data-sweep]");
const shown = form?.querySelectorAll("[data-ticked]") ?? [];
form?.addEventListener("change", () => {
  const ticked = form.querySelectorAll("[name=comment]:checked").length;
  shown.forEach((each) => (each.textContent = String(ticked)));
});
