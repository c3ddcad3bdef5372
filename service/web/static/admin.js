// The page of the administrator is complete without this file; it shows how far a job is.
"use strict";

(() => {
  const parts = ["state", "held", "generations"];
  const running = () => document.getElementById("state").hasAttribute("data-running");
  const busy = () => parts.some((id) => document.getElementById(id)?.contains(document.activeElement));

  const look = async () => {
    try {
      const reply = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (reply.ok) {
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        for (const id of parts) {
          const now = document.getElementById(id);
          const then = fresh.getElementById(id);
          // What somebody is about to press stays under their finger until the job has ended.
          const ended = id !== "state" && !fresh.querySelector("#state[data-running]");
          if (now && then && (id === "state" || ended || !busy())) now.replaceWith(then);
        }
      }
    } catch {
      // The service restarts, or the network is away: look again.
    }
    if (running()) setTimeout(look, 1000);
  };
  if (running()) setTimeout(look, 700);
})();
