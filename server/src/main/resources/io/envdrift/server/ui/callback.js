// The identity provider leads back here. The code goes to the page that asked for it, which alone can turn it into a token;
// then it is taken out of the address.

const query = new URLSearchParams(location.search);
const channel = new BroadcastChannel('envdrift-login');
channel.postMessage({ code: query.get('code'), state: query.get('state'), error: query.get('error') });
channel.close();
history.replaceState(null, '', location.pathname);
window.close();
