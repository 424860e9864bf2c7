// The page for writing a message, made livelier: fields are inserted by a press, and what it comes to is counted while
// one types. Without this script the page works the same; the figures come on the next page then.
const form = document.querySelector('#compose')
const live = document.querySelector('#live')
const body = form.querySelector('textarea[name=body]')
let timer
let asked = 0

for (const chip of document.querySelectorAll('[data-insert]')) {
  chip.addEventListener('click', () => {
    body.setRangeText(chip.dataset.insert, body.selectionStart, body.selectionEnd, 'end')
    body.focus()
    countSoon()
  })
}

form.addEventListener('input', countSoon)
form.addEventListener('change', countSoon)
countSoon()

function countSoon() {
  clearTimeout(timer)
  timer = setTimeout(count, 400)
}

async function count() {
  asked += 1
  const mine = asked
  try {
    const fields = new URLSearchParams(new FormData(form))
    const answer = await fetch(live.dataset.countUrl, { method: 'POST', body: fields })
    if (!answer.ok || mine !== asked) return
    show(await answer.json())
  } catch {
    // Offline or restarting: the last figures stay, and the next keystroke asks again.
  }
}

function show({ lines, text, problem }) {
  const parts = []
  for (const [at, line] of lines.entries()) parts.push(element(at === 0 ? 'strong' : 'span', line))
  if (problem) parts.push(element('span', problem, 'error'))
  const room = text.units + text.room
  parts.push(element('small', `The longest text: ${text.units} of ${room} · ${partsOf(text.parts)}`))
  if (text.costly.length > 0) {
    parts.push(
      element(
        'small',
        `${text.costly.map((character) => `“${character}”`).join(' ')} makes a part hold 70 characters instead of 160.`,
      ),
    )
  }
  live.replaceChildren(...parts.map((part) => element('p', part)))
}

function element(name, content, className = '') {
  const made = document.createElement(name)
  made.append(content)
  if (className) made.className = className
  return made
}

function partsOf(count) {
  return count === 1 ? '1 part' : `${count} parts`
}
