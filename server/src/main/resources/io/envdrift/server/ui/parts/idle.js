// Locks when nobody touched the page for a while.

const EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'];
const LOOK_EVERY = 5_000;

/** Calls `onIdle` after so many milliseconds without a touch. The clock of the day is asked, since timers sleep with a laptop. */
export function watchIdle(milliseconds, onIdle) {
  let last = Date.now();
  const touched = () => {
    if (!look()) last = Date.now();
  };
  const look = () => {
    if (Date.now() - last < milliseconds) return false;
    stop();
    onIdle();
    return true;
  };
  const timer = setInterval(look, LOOK_EVERY);
  const stop = () => {
    clearInterval(timer);
    EVENTS.forEach(name => removeEventListener(name, touched, true));
    removeEventListener('focus', look);
    document.removeEventListener('visibilitychange', look);
  };
  EVENTS.forEach(name => addEventListener(name, touched, { capture: true, passive: true }));
  addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  return stop;
}
