// Shows server-sent events as list items, and closes the source when the server says "end".
const list = document.getElementById("events");
const source = new EventSource(list.dataset.source);

source.addEventListener("post", (event) => {
  const post = JSON.parse(event.data);
  const link = Object.assign(document.createElement("a"), { href: post.url, textContent: post.title });
  const item = document.createElement("li");
  item.append(link);
  list.append(item);
});
// Without this, the browser would connect again and again.
source.addEventListener("end", () => source.close());
