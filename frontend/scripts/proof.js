// Solves the sign-up form's puzzle (the ALTCHA protocol, SHA-256) from the moment somebody begins to fill it in.
// Whoever has no scripts signs up all the same, only less often from one network.
(() => {
  "use strict";

  // How many hashes are asked for at once: enough to be quick, few enough to let the page breathe.
  const PORTION = 500;

  async function digest(algorithm, text) {
    const bytes = await crypto.subtle.digest(algorithm, new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function solve({ algorithm, challenge, salt, maxNumber }) {
    for (let start = 0; start <= maxNumber; start += PORTION) {
      const numbers = Array.from({ length: Math.min(PORTION, maxNumber - start + 1) }, (_, index) => start + index);
      const hashes = await Promise.all(numbers.map((number) => digest(algorithm, `${salt}${number}`)));
      const found = hashes.indexOf(challenge);
      if (found >= 0) {
        return start + found;
      }
    }
    return null;
  }

  async function prove(form) {
    const answer = await fetch(form.dataset.pshProof, { credentials: "omit" });
    const puzzle = await answer.json();
    const number = await solve(puzzle);
    if (number !== null) {
      const { algorithm, challenge, salt, signature } = puzzle;
      form.elements.altcha.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
  }

  for (const form of document.querySelectorAll("form[data-psh-proof]")) {
    if (!window.crypto || !crypto.subtle || form.dataset.pshProofReady) {
      continue;
    }
    form.dataset.pshProofReady = "yes";
    let proof = null;
    form.addEventListener("focusin", () => {
      proof ??= prove(form).catch(() => undefined);
    });
    form.addEventListener("submit", (event) => {
      // Sent before the answer was found: it goes out as soon as there is one. Enter may come without any focus.
      if (form.elements.altcha.value || !proof || form.dataset.pshProofWaited) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      form.dataset.pshProofWaited = "yes";
      proof.then(() => form.requestSubmit());
    });
  }
})();
