// Likes and takes back a like by fetch, with Django's CSRF token from the form's hidden field.
const form = document.getElementById("like");

async function toggle(event) {
  event.preventDefault();
  const liked = form.dataset.liked === "true";
  const response = await fetch(form.action, {
    method: liked ? "DELETE" : "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!response.ok) return;
  const now = await response.json();
  form.dataset.liked = now.liked;
  form.querySelector("output").textContent = `${now.likes} ${now.likes === 1 ? "like" : "likes"}`;
  form.querySelector("button").textContent = now.liked ? "Unlike" : "Like";
}

form?.addEventListener("submit", toggle);
