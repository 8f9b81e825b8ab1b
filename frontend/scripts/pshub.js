// Everything works without this file; it only smooths two rough edges.
(() => {
  "use strict";

  // After a refused form, take keyboard and screen-reader users to the list of what went wrong.
  const summary = document.querySelector("[data-psh-error-summary]");
  if (summary) {
    summary.focus();
    document.title = `${summary.dataset.pshErrorPrefix || "Error"}: ${document.title}`;
  }

  // A double click on a button must not send the form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.pshSent === "yes") {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      form.dataset.pshSent = "yes";
    }
  });

  // A page taken back from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-psh-sent]")) {
      delete form.dataset.pshSent;
    }
  });
})();
