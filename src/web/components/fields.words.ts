import type { WordsOf } from '../family/language.ts'

const en = {
  optional: '(if there is one)',
  look: (things: number) => (things === 1 ? 'One thing needs another look' : `${things} things need another look`),
  kept: 'Nothing was changed. What you typed is still here.',
}

export const fieldWords: WordsOf<typeof en> = {
  en,
  cy: {
    optional: '(os oes un)',
    look: (things) => (things === 1 ? 'Mae angen edrych eto ar un peth' : `Mae angen edrych eto ar ${things} o bethau`),
    kept: 'Ni newidiwyd dim. Mae’r hyn a deipioch yma o hyd.',
  },
  pl: {
    optional: '(jeśli jest)',
    look: (things) => (things === 1 ? 'Proszę sprawdzić jedną rzecz' : `Proszę sprawdzić kilka rzeczy: ${things}`),
    kept: 'Nic nie zostało zmienione. Wpisane dane nadal tu są.',
  },
  ur: {
    optional: '(اگر ہو)',
    look: (things) =>
      things === 1 ? 'ایک چیز دوبارہ دیکھنے کی ضرورت ہے' : `${things} چیزیں دوبارہ دیکھنے کی ضرورت ہے`,
    kept: 'کچھ نہیں بدلا۔ آپ نے جو لکھا تھا وہ یہیں موجود ہے۔',
  },
  ar: {
    optional: '(إن وُجد)',
    look: (things) => (things === 1 ? 'هناك أمر واحد يحتاج إلى مراجعة' : `أمور تحتاج إلى مراجعة: ${things}`),
    kept: 'لم يتغيّر شيء. ما كتبتموه ما زال هنا.',
  },
}
