/** Names common in English schools, of many origins; every person made of them is invented. */
type Names = readonly [string, ...string[]]

const list = (words: string): Names => {
  const [first = '', ...rest] = words.trim().split(/\s+/)
  return [first, ...rest]
}

export const girls = list(`Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Rosie Sophia Grace Daisy Elsie Maya
  Aisha Fatima Zainab Maryam Hannah Ruby Evie Millie Phoebe Harper Matilda Penelope Nia Seren Erin Niamh Aoife Zuzanna Maja
  Chloe Jasmine Ananya Priya Diya Adaeze Temi Imani Esme Clara Beatrice Heidi Orla Robyn Thea Nancy Edith Ayesha Leila`)

export const boys =
  list(`Noah Oliver George Arthur Muhammad Leo Harry Oscar Archie Henry Theo Jack Charlie Freddie Alfie
  Finley Arlo Lucas Isaac Thomas Joshua Albie Ibrahim Yusuf Omar Zayn Rayan Dylan Rhys Ioan Callum Fergus Jakub Filip Aleksander
  Arjun Rohan Kiran Dev Chidi Tobi Kwame Ezra Jude Rory Reuben Felix Hugo Elliot Toby Stanley Louis Ralph Caleb Nathan`)

export const women =
  list(`Sarah Emma Claire Laura Rebecca Gemma Rachel Kelly Victoria Natalie Hannah Charlotte Amy Jennifer
  Katie Leanne Stacey Helen Louise Samantha Nicola Priya Anjali Nadia Shazia Rukhsana Amina Ngozi Abena Grace Agnieszka Katarzyna
  Monika Elena Ioana Maria Sofia Catrin Rhian Bethan Siobhan Aisling Mei Ling Yasmin Joanna Zoe Danielle Michelle Tracey`)

export const men =
  list(`David James Paul Mark Andrew Daniel Matthew Christopher Michael Stephen Richard Robert Lee Craig
  Darren Gareth Simon Neil Adam Benjamin Imran Tariq Asif Hassan Ravi Sanjay Emeka Kofi Piotr Tomasz Marcin Andrei Carlos
  Rhodri Huw Declan Conor Wei Luke Ryan Stuart Martin Kevin Jamie Scott Anthony Peter Jonathan Philip Sean`)

export const surnames =
  list(`Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker
  White Roberts Green Hall Wood Jackson Clarke Khan Ali Ahmed Hussain Begum Singh Kaur Lewis James Phillips Hughes Edwards Morris
  Cooper Ward Turner Hill Moore Clark Harrison Scott Young Morgan Baker King Campbell Mitchell Kelly Cook Carter Richardson Bailey
  Collins Bell Shaw Murphy Miller Cox Marshall Webb Simpson Price Anderson Adams Griffiths Ellis Chapman Fox Rose Palmer Gibson
  Mills Knight Stevens Owen Hunt Barker Lloyd Powell Fletcher Holmes Rogers Hart O'Brien O'Connor McDonald MacLeod Okafor Adeyemi
  Mensah Osei Nguyen Chen Wang Kowalski Nowak Popescu Silva Costa Fernandez Rossi Ivanova Chowdhury Rahman Islam Sharma Gupta Iqbal`)

export const streets =
  list(`Gate_Lane Mill_Road Church_Walk Station_Road Orchard_Close Beech_Avenue Hill_Rise Bridge_Street
  Meadow_View The_Green Priory_Gardens Quarry_Lane Weir_Close Lodge_Drive Fern_Bank`).map((name) =>
    name.replaceAll('_', ' '),
  ) as unknown as Names
