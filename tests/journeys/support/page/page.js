"use strict";
window.depoErrors = [];
window.addEventListener("error", (event) => {
  window.depoErrors.push({ kind: "error", message: event.message, where: "", time: "" });
});
addEventListener("DOMContentLoaded", () => {
  const part = (name) => document.querySelector(`[data-test="${name}"]`);
  part("count").addEventListener("click", () => {
    part("counted").textContent = Number(part("counted").textContent) + 1;
    setTimeout(() => { part("late").hidden = false; }, 300);
  });
  part("carrier").addEventListener("change", (event) => { part("keys").textContent = event.target.value; });
  part("files").addEventListener("change", async (event) => {
    const texts = await Promise.all([...event.target.files].map((file) => file.text()));
    part("uploaded").textContent = texts.join(" and ");
  });
  part("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["one\ntwo\n"]));
    link.download = "list.csv";
    link.click();
  });
  part("fail").addEventListener("click", (event) => {
    event.target.remove();
    throw new Error("thrown on purpose");
  });
  let keys = "";
  addEventListener("keydown", (event) => {
    if (event.target.localName === "input") return;
    if (event.ctrlKey && event.key === "k") { event.preventDefault(); part("keys").textContent = "chord"; return; }
    if (event.key === "Enter") { part("keys").textContent = keys; keys = ""; } else if (event.key.length === 1) keys += event.key;
  });
});
