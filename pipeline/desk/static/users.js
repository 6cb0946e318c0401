// The page of users: a role applies when it is chosen; the one-time address can be copied.

for (const form of document.querySelectorAll("form.in-row:has(select)")) {
  form.querySelector(".apply").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}

const address = document.getElementById("address");
const copy = document.getElementById("copy");
address?.addEventListener("focus", () => address.select());
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", () => navigator.clipboard.writeText(address.value));
}
