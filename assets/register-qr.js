// The QR code of a letter carries reference and token after the #, which no browser sends. This puts them into the form and
// out of the address. Without it, one types the reference and the code that stand beside the QR code.
const [reference, token] = location.hash.slice(1).split('.')
const form = document.querySelector('form')
const place = form?.querySelector('input[name=token]')
if (reference && token && place instanceof HTMLInputElement) {
  place.value = token
  const typed = form.querySelector('input[name=reference]')
  if (typed instanceof HTMLInputElement) typed.value = reference
  // Who changes the language takes the letter along.
  for (const other of document.querySelectorAll('nav a[hreflang]')) other.hash = location.hash
  history.replaceState(null, '', location.pathname)
  for (const part of document.querySelectorAll('[data-scanned]')) part.hidden = part.dataset.scanned !== 'yes'
}
