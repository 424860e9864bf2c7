// Shows how many letters of a batch are done, and hands over the PDF when it is there. Without this script the form sends
// itself, and the PDF comes all the same.
for (const form of document.querySelectorAll('form.print-letters')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void print(form, event.submitter)
  })
}

async function print(form, button) {
  const said = form.querySelector('.print-progress')
  if (button.getAttribute('aria-disabled') === 'true') return
  button.setAttribute('aria-disabled', 'true')
  said.hidden = false
  said.textContent = 'Letters are being made …'
  const timer = setInterval(() => void tell(said), 700)
  try {
    const body = new URLSearchParams(new FormData(form, button))
    // The way back is not followed here: the page it leads to says once why nothing was printed, to whoever reads it.
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' })
    if (answer.headers.get('content-type') !== 'application/pdf') {
      location.assign(form.action.replace(/\/print$/, ''))
      return
    }
    const name = /filename="?([^";]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'letters.pdf'
    save(await answer.blob(), name)
    said.textContent = `The letters are in ${name}. Keep that file only until they are on paper.`
  } catch {
    said.textContent = 'The letters did not come. Look at what was printed before you print again.'
  } finally {
    clearInterval(timer)
    button.removeAttribute('aria-disabled')
  }
}

async function tell(said) {
  try {
    const answer = await fetch(said.dataset.url)
    const progress = await answer.json()
    if (progress?.of > 0) said.textContent = `${progress.done} of ${progress.of} ${said.dataset.of} …`
  } catch {
    // The next look may work.
  }
}

function save(blob, name) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
