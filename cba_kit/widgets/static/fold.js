// Folding: the form in which words are searched, without marks and without capitals.

/** “Kalniņa” → “kalnina”, so that nobody needs somebody else's keyboard. @param {string} text */
export const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().replace(/ð/g, "d").replace(/ł/g, "l").replace(/ø/g, "o").replace(/đ/g, "d");
