// Passkeys: asks us for a challenge, lets the browser answer it, and sends the answer with the form around the button.
const knows = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function'

for (const place of document.querySelectorAll('[data-passkey="sign-in"], [data-passkey="create"]')) {
  if (!knows) continue
  place.hidden = false
  const form = place.closest('form')
  form.addEventListener('submit', (event) => {
    if (form.elements.response.value !== '') return
    event.preventDefault()
    void answer(form, place.dataset.passkey === 'create')
  })
}

async function answer(form, creates) {
  const problem = form.querySelector('[data-passkey="problem"]')
  problem.hidden = true
  try {
    const response = await fetch(`${form.getAttribute('action')}/challenge`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ csrf: form.elements.csrf.value }),
    })
    if (!response.ok) throw new Error('no challenge')
    const options = await response.json()
    const credential = creates
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
    form.elements.response.value = JSON.stringify(credential.toJSON())
    form.submit()
  } catch {
    problem.textContent = problem.dataset.words ?? 'No passkey was used. You can try again, or go on without one.'
    problem.hidden = false
  }
}
