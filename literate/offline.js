/* Lets a site that is read from files search. Material searches in a Worker, and browsers start none
   from a file. What a worker's script needs is `addEventListener` and `postMessage`; a frame's window
   has both, so the script is loaded into a hidden frame, and a channel carries the messages: like a
   worker's, they wait until the script is there and are handled one after the other. */

if (location.protocol === "file:")
  window.Worker = function (url) {
    const { port1: outside, port2: inside } = new MessageChannel();
    const frame = document.createElement("iframe");
    frame.hidden = true;
    frame.srcdoc = "<!doctype html><title>Search</title>";
    frame.onload = () => {
      const inner = frame.contentWindow;
      inner.postMessage = (data) => inside.postMessage(data);
      const script = inner.document.createElement("script");
      script.src = new URL(url, document.baseURI);
      script.onload = () => {
        inside.onmessage = ({ data }) =>
          inner.dispatchEvent(new MessageEvent("message", { data }));
      };
      inner.document.head.append(script);
    };
    document.body.append(frame);
    outside.start();
    return outside;
  };
