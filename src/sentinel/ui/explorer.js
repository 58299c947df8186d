(() => {
  // What the page saw last of each thing that a route asks for: it fills what is in braces.
  const seen = { env_name: "sentinel" };
  let moves = 0;

  const remember = (body) => {
    const { state, reviews, review, judgements } = body;
    const judged = judgements?.at(-1) ?? body;
    const asked = review ?? judged.review ?? reviews?.[0];
    if (state?.episode_id) seen.episode_id = state.episode_id;
    if (asked?.id) seen.id = asked.id;
    else if (body.id?.startsWith?.("rv_")) seen.id = body.id;
    if (judged.decision && judged.action_hash) {
      seen.action_hash = judged.action_hash;
      if (judged.id && !judged.id.startsWith("rv_")) seen.judgement = judged.id;
    }
  };

  const filled = (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(seen, name) ? seen[name] : whole));

  const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";

  const curl = (method, path, body, key) => {
    const words = ["curl", "-sS", "-X", method, quoted(window.location.origin + path)];
    if (key) words.push("-H", '"Authorization: Bearer $SENTINEL_API_KEY"');
    if (body) words.push("-H", quoted("Content-Type: application/json"), "--data-raw", quoted(body));
    return words.join(" ");
  };

  const episode = (path) => path.match(/^\/api\/v1\/episodes\/([^/?]+)/)?.[1];

  window.sentinelTry = async (method, given, typed, key) => {
    const path = filled(given);
    const body = method === "GET" || method === "DELETE" ? "" : filled(typed);
    const command = curl(method, path, body, key);
    const open = (path + body).match(/\{\w+\}/);
    if (open) return [`put something in place of ${open[0]}`, "", command, ""];
    const sent = { method, headers: {} };
    if (key) sent.headers["Authorization"] = "Bearer " + key;
    if (body) {
      sent.headers["Content-Type"] = "application/json";
      sent.body = body;
    }
    const started = performance.now();
    try {
      const answer = await fetch(window.location.origin + path, sent);
      const text = await answer.text();
      const took = Math.round(performance.now() - started);
      let shown = text;
      try {
        const read = JSON.parse(text);
        if (answer.ok && read !== null && typeof read === "object") remember(read);
        shown = JSON.stringify(read, null, 2);
      } catch (_) {}
      const id = episode(path) ?? (path === "/api/v1/episodes" ? seen.episode_id : "");
      const heard = answer.ok && id ? `${id} ${++moves}` : "";
      return [`${answer.status} ${answer.statusText}, ${took} ms`, shown.slice(0, 200000), command, heard];
    } catch (error) {
      return ["no answer: " + error, "", command, ""];
    }
  };
})();
