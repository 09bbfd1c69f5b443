package serving

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// lookupTime limits how long the name of a host is looked up.
const lookupTime = 3 * time.Second

// PortHere is the port of a server's address if the server is on this machine,
// and 0 if it is on another one.
func PortHere(ctx context.Context, address string) int {
	at, err := url.Parse(address)
	if err != nil || !isHere(ctx, at.Hostname()) {
		return 0
	}
	if port, err := strconv.Atoi(at.Port()); err == nil {
		return port
	}
	if at.Scheme == "https" {
		return 443
	}
	return 80
}

// isHere tells whether a host is this machine: a name or an address of its own.
func isHere(ctx context.Context, host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	name, _ := os.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") || host != "" && host == strings.ToLower(name) {
		return true
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return isOwn(ip, ownAddresses())
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil || len(found) == 0 {
		return false
	}
	own := ownAddresses()
	return !slices.ContainsFunc(found, func(ip netip.Addr) bool { return !isOwn(ip, own) })
}

func isOwn(ip netip.Addr, own []netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return ip.IsLoopback() || ip.IsUnspecified() || slices.Contains(own, ip)
}

// ownAddresses are the addresses of this machine's network interfaces.
func ownAddresses() (own []netip.Addr) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil {
			own = append(own, prefix.Addr().Unmap().WithZone(""))
		}
	}
	return own
}
