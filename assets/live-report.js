// Keeps the report of a message fresh while copies are on their way, and counts the undo window down.
const every = 4000

setInterval(countDown, 500)
setTimeout(refresh, every)

/** A big school's report takes longer to make, so it is asked for less often. */
const waitAfter = (took) => Math.max(every, took * 20)

function countDown() {
  const clock = document.querySelector('[data-undo-until]')
  if (!clock) return
  const seconds = Math.max(0, Math.ceil((Date.parse(clock.dataset.undoUntil) - Date.now()) / 1000))
  clock.textContent = seconds === 1 ? '1 second' : `${seconds} seconds`
  if (seconds === 0) clock.closest('.note')?.remove()
}

async function refresh() {
  const shown = document.querySelector('#live-report')
  if (shown?.dataset.live !== 'yes') return
  const begun = performance.now()
  // Somebody who is reading with the keyboard in the list is not thrown out of it.
  if (!document.hidden && !shown.contains(document.activeElement)) await replace(shown)
  setTimeout(refresh, waitAfter(performance.now() - begun))
}

async function replace(shown) {
  try {
    const answer = await fetch(location.href)
    if (!answer.ok) return
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#live-report')
    if (fresh) shown.replaceWith(fresh)
  } catch {
    // Offline or restarting: what is shown stays, and the next turn asks again.
  }
}
