// Keyboard shortcuts of the staff pages, listed under "?". Every one of them is also a link or a field on the page.
const places = { h: 'home', m: 'messages', p: 'people', i: 'imports', d: 'data-issues' }
const words = [
  ['/', 'Find a pupil or adult'],
  ['g h', 'Home'],
  ['g m', 'Messages'],
  ['g p', 'People'],
  ['g i', 'Import'],
  ['g d', 'Data issues'],
  ['?', 'Show this list'],
]
let waitsForPlace = false

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (waitsForPlace && places[event.key]) return goTo(places[event.key])
  waitsForPlace = event.key === 'g'
  if (event.key === '/') {
    event.preventDefault()
    document.querySelector('[data-shortcut=search]')?.focus()
  }
  if (event.key === '?') showList()
})

function isTyping(target) {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null
}

function goTo(place) {
  waitsForPlace = false
  const link = document.querySelector(`.nav [data-shortcut="${place}"]`)
  if (link) location.href = link.href
}

function showList() {
  const dialog = document.querySelector('dialog.shortcuts') ?? makeList()
  if (!dialog.open) dialog.showModal()
}

function makeList() {
  const dialog = document.createElement('dialog')
  dialog.className = 'shortcuts'
  const title = document.createElement('h2')
  title.textContent = 'Keyboard shortcuts'
  const list = document.createElement('dl')
  list.className = 'facts'
  for (const [keys, act] of words) {
    const row = document.createElement('div')
    const term = document.createElement('dt')
    for (const key of keys.split(' ')) {
      const cap = document.createElement('kbd')
      cap.textContent = key
      term.append(cap, ' ')
    }
    const said = document.createElement('dd')
    said.textContent = act
    row.append(term, said)
    list.append(row)
  }
  const close = document.createElement('form')
  close.method = 'dialog'
  const button = document.createElement('button')
  button.className = 'btn quiet'
  button.textContent = 'Close'
  close.append(button)
  dialog.append(title, list, close)
  document.body.append(dialog)
  return dialog
}

// The menu behind the name closes when the reader goes elsewhere.
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.top-me[open]')) {
    if (!menu.contains(event.target)) menu.removeAttribute('open')
  }
})
