// The choice of a place, which Values and History share.

import { choice, field } from '../parts/dom.js';

/** Returns the chosen place and a field that chooses another one. */
export function placeField(app, view, places) {
  const { made } = app.chosen;
  // One that was just named comes into being with its first push.
  const usable = made && !places.some(place => place.id === made) ? [...places, { id: made, label: `${made} (new)` }] : places;
  if (!usable.some(place => place.id === app.chosen.place)) {
    // What people look for most is what is used most: production, else the last one that was filled.
    app.chosen.place = (usable.find(place => place.version && (place.production || /^prod|^main$|^master$/i.test(place.label))) ?? usable.find(place => place.version) ?? usable[0])?.id;
  }
  const word = app.session.placeWord;
  return field(word[0].toUpperCase() + word.slice(1),
    choice(usable.map(place => [place.id, place.label]), app.chosen.place, {
      data: { test: 'place' }, onchange: event => app.go(view, { place: event.target.value, search: '' }) }));
}
