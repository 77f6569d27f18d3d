<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>上一场没卖完的 {n} 件也带上了，编号不变</source>
        <translation>Unsold goods of the last show came along with their numbers: {n}</translation>
    </message>
    <message>
        <source>上一场没有没卖完的商品</source>
        <translation>Nothing of the last show is left unsold</translation>
    </message>
    <message>
        <source>正在重新联系平台</source>
        <translation>Trying to reach the platform again</translation>
    </message>
    <message>
        <source>后面没有可以讲的货了</source>
        <translation>Nothing to present after this one</translation>
    </message>
    <message>
        <source>前面没有可以讲的货了</source>
        <translation>Nothing to present before this one</translation>
    </message>
    <message>
        <source>{n} 件已下架</source>
        <translation>{n} items taken off sale</translation>
    </message>
    <message>
        <source>{n} 件改了货位</source>
        <translation>{n} items have another bin</translation>
    </message>
    <message>
        <source>优惠券 {name} 结束了，已领的照用</source>
        <translation>Coupon {name} has ended; those taken stay good</translation>
    </message>
</context>
<context>
    <name>AnchorSeat</name>
    <message>
        <source>彩排中</source>
        <translation>Rehearsal</translation>
    </message>
    <message>
        <source>直播中</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>彩排 · 未开播</source>
        <translation>Rehearsal · not live</translation>
    </message>
    <message>
        <source>未开播</source>
        <translation>Not live</translation>
    </message>
</context>
<context>
    <name>Answers</name>
    <message>
        <source>这个键管货单里选中的一件：先按 {key} 找到它，按 ↓ 选中</source>
        <translation>This key is for the item chosen in the line-up: find it with {key}, choose it with ↓</translation>
    </message>
    <message>
        <source>“{what}”在副播的窗口按 {key}</source>
        <translation>{what}: {key} in the assistant&apos;s window</translation>
    </message>
    <message>
        <source>“{what}”是副播的键：{other} 打开副播的窗口</source>
        <translation>{what}: a key of the assistant&apos;s; {other} opens that window</translation>
    </message>
    <message>
        <source>{key} 要按住 {n} 秒</source>
        <translation>{key} must be held for {n} seconds</translation>
    </message>
    <message>
        <source>没有讲解中的商品</source>
        <translation>No item is on air</translation>
    </message>
    <message>
        <source>{number} 号没有在秒杀</source>
        <translation>No. {number} has no flash sale</translation>
    </message>
    <message>
        <source>{number} 号没有写步骤：在货单里选中它，按 {key}</source>
        <translation>No. {number} has no steps: choose it in the line-up, then {key}</translation>
    </message>
    <message>
        <source>{number} 号的步骤走完了</source>
        <translation>No. {number} has taken its last step</translation>
    </message>
    <message>
        <source>已经在播；下播按住 {key}</source>
        <translation>Live already; hold {key} to end</translation>
    </message>
    <message>
        <source>还没有开播：{key} 开播前看一眼</source>
        <translation>Not live yet: {key} looks round before the show</translation>
    </message>
    <message>
        <source>没有等着同步的，不用重试</source>
        <translation>Nothing waits to be sent, no need to try again</translation>
    </message>
    <message>
        <source>先在小键盘上按编号，再按 Enter</source>
        <translation>First the number on the keypad, then Enter</translation>
    </message>
    <message>
        <source>没有要处理的提示卡片</source>
        <translation>No card asks for anything</translation>
    </message>
    <message>
        <source>画面就是原样</source>
        <translation>The picture is as it comes</translation>
    </message>
    <message>
        <source>没有定格的照片，先按 {key}</source>
        <translation>No photo is held; press {key} first</translation>
    </message>
    <message>
        <source>先在货单里选中一件</source>
        <translation>First choose an item in the line-up</translation>
    </message>
    <message>
        <source>先在成交里选中一单</source>
        <translation>First choose a sale in the list</translation>
    </message>
    <message>
        <source>{number} 号没有预留</source>
        <translation>Nothing of No. {number} is held</translation>
    </message>
    <message>
        <source>没有读到价签</source>
        <translation>No price tag was read</translation>
    </message>
    <message>
        <source>画面没有放大：先按 {key}</source>
        <translation>The picture is not enlarged: {key} first</translation>
    </message>
    <message>
        <source>提词自动滚动，每分钟 {n} 行</source>
        <translation>The prompter scrolls, {n} lines a minute</translation>
    </message>
    <message>
        <source>提词停住了</source>
        <translation>The prompter stands still</translation>
    </message>
    <message>
        <source>提词每分钟滚 {n} 行</source>
        <translation>Prompter: {n} lines a minute</translation>
    </message>
    <message>
        <source>提词字号 {n}%</source>
        <translation>Prompter type {n}%</translation>
    </message>
    <message>
        <source>提词窗口镜像了</source>
        <translation>The prompter&apos;s window is mirrored</translation>
    </message>
    <message>
        <source>提词窗口不镜像了</source>
        <translation>The prompter&apos;s window is not mirrored</translation>
    </message>
    <message>
        <source>提词没有打开：{key}</source>
        <translation>The prompter is not open: {key}</translation>
    </message>
    <message>
        <source>镜像的是提词窗口：{key} 打开它</source>
        <translation>Only the prompter&apos;s own window is mirrored: {key} opens it</translation>
    </message>
</context>
<context>
    <name>AskStrip</name>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>先改掉标出的词</source>
        <translation>Change the marked words first</translation>
    </message>
</context>
<context>
    <name>AssistantSeat</name>
    <message>
        <source>扫到的不是货的条码</source>
        <translation>What was scanned is no barcode of goods</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>备份做了多少</source>
        <translation>How much of the backup is done</translation>
    </message>
    <message>
        <source>马上备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>有变化时每小时自动备份一次，下播后再备份一次；另有一份日志，每一步都写。</source>
        <translation>While anything changes, a backup is made every hour and after each show; a journal besides takes down every step.</translation>
    </message>
    <message>
        <source>找回数据</source>
        <translation>Getting data back</translation>
    </message>
    <message>
        <source>选一份备份，下次打开开播时用它加日志找回到最后一单，不会倒退。现在的文件改名留着；做到哪儿看得见，也能停下。</source>
        <translation>The next start rebuilds the books from the chosen backup and the journal, up to the last sale and never back in time. The present files are kept; you can stop it.</translation>
    </message>
    <message>
        <source>文件夹：{path}</source>
        <translation>Folder: {path}</translation>
    </message>
    <message>
        <source>还没有</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>上一次：{when} · 共 {n} 份</source>
        <translation>Last one: {when} · {n} in all</translation>
    </message>
    <message>
        <source>停下</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>正在备份 {n}%</source>
        <translation>Backing up {n}%</translation>
    </message>
    <message>
        <source>备份好了，或没有新的要备份</source>
        <translation>The backup is made, or there was nothing new</translation>
    </message>
</context>
<context>
    <name>BulkSheet</name>
    <message>
        <source>批量导入</source>
        <translation>Bulk entry</translation>
    </message>
    <message>
        <source>选表格</source>
        <translation>Choose file</translation>
    </message>
    <message>
        <source>粘贴</source>
        <translation>Paste</translation>
    </message>
    <message>
        <source>选照片文件夹</source>
        <translation>Photo folder</translation>
    </message>
    <message>
        <source>停下</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>表格里的每一行</source>
        <translation>Every row of the sheet</translation>
    </message>
    <message>
        <source>表格 ({kinds})</source>
        <translation>Spreadsheets ({kinds})</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>导入 {n} 件</source>
        <translation>Import {n}</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>正在看这份表格…</source>
        <translation>Reading it…</translation>
    </message>
    <message>
        <source>选一份表格，或在表格里复制后粘贴：要有品名和价格两列；照片按编号或品名找。</source>
        <translation>Choose a spreadsheet, or copy cells and paste them: it needs columns for title and price. Photos are found by code or title.</translation>
    </message>
    <message>
        <source>正在导入 {done}/{all}，已导入 {made} 件</source>
        <translation>Importing {done}/{all}, {made} imported</translation>
    </message>
    <message>
        <source>导入了 {made} 件，{left} 行没有导入</source>
        <translation>{made} imported, {left} rows not</translation>
    </message>
    <message>
        <source>；停下时还有 {n} 行没有做</source>
        <translation>; stopped with {n} rows to go</translation>
    </message>
    <message>
        <source>{fit} 件可以导入，{not_fit} 行不能导入</source>
        <translation>{fit} can be imported, {not_fit} rows cannot</translation>
    </message>
    <message>
        <source>照片：{folder}</source>
        <translation>Photos: {folder}</translation>
    </message>
</context>
<context>
    <name>CameraPage</name>
    <message>
        <source>主机位</source>
        <translation>Main camera</translation>
    </message>
    <message>
        <source>第二机位（特写）</source>
        <translation>Second camera (close-up)</translation>
    </message>
    <message>
        <source>画面大小</source>
        <translation>Size of the picture</translation>
    </message>
    <message>
        <source>1080p，推荐</source>
        <translation>1080p, recommended</translation>
    </message>
    <message>
        <source>马上生效；换大小时画面会停一两秒。摄像头给不出的大小，用最接近的。</source>
        <translation>Takes effect at once; with another size the picture stops for a second or two. Where a camera cannot do it, the nearest size is used.</translation>
    </message>
    <message>
        <source>网络摄像头、手机和画面方向：在画面上点右键，或按 {key}。</source>
        <translation>Network cameras, phones and the way the picture stands: right-click the picture, or press {key}.</translation>
    </message>
    <message>
        <source>现在的画面：{wide}×{tall}，每秒 {fps} 帧</source>
        <translation>The picture now: {wide}×{tall}, {fps} frames a second</translation>
    </message>
    <message>
        <source>没有找到摄像头，先用模拟画面；插上就会换过去</source>
        <translation>No camera found, so the synthetic studio is used; plug one in and it takes over</translation>
    </message>
    <message>
        <source>现在没有画面；看提示卡片上的办法</source>
        <translation>No picture now; the card says what helps</translation>
    </message>
    <message>
        <source>正在打开…</source>
        <translation>Opening…</translation>
    </message>
</context>
<context>
    <name>ClosingPanel</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>导出</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>还有 {n} 条没有同步</source>
        <translation>{n} not sent yet</translation>
    </message>
    <message>
        <source>都发出去了，还有要处理的</source>
        <translation>All sent; some need a hand</translation>
    </message>
    <message>
        <source>导出成交和未同步</source>
        <translation>Export sales and unsent</translation>
    </message>
    <message>
        <source>全部同步完了</source>
        <translation>Everything is sent</translation>
    </message>
    <message>
        <source>不等了</source>
        <translation>Stop waiting</translation>
    </message>
    <message>
        <source>联网，等同步完</source>
        <translation>Go online and wait</translation>
    </message>
    <message>
        <source>等同步完</source>
        <translation>Wait until sent</translation>
    </message>
    <message>
        <source>留到下次，退出</source>
        <translation>Leave queued and quit</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>留到下次</source>
        <translation>Leave queued</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>最久的等了 {age}</source>
        <translation>Oldest {age}</translation>
    </message>
    <message>
        <source>存在本机，不会丢</source>
        <translation>kept on this machine</translation>
    </message>
    <message>
        <source>取消导出</source>
        <translation>Cancel export</translation>
    </message>
    <message>
        <source>正在导出 {n}%</source>
        <translation>Exporting, {n}%</translation>
    </message>
    <message>
        <source>已导出到 {folder}：{files}</source>
        <translation>Exported to {folder}: {files}</translation>
    </message>
    <message>
        <source>{n} 条被平台退回</source>
        <translation>{n} refused by the platform</translation>
    </message>
    <message>
        <source>{n} 笔要决定：平台没有货了</source>
        <translation>{n} to decide: the platform is out</translation>
    </message>
</context>
<context>
    <name>CouponPanel</name>
    <message>
        <source>给观众看</source>
        <translation>Show to viewers</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>End</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>换一张优惠券</source>
        <translation>Another coupon</translation>
    </message>
    <message>
        <source>观众看得到</source>
        <translation>Viewers see it</translation>
    </message>
    <message>
        <source>开播就给观众看</source>
        <translation>Shown when live</translation>
    </message>
    <message>
        <source>换一张优惠券，还有 {n} 张</source>
        <translation>Another coupon, {n} more</translation>
    </message>
    <message>
        <source>不给观众看</source>
        <translation>Hide from viewers</translation>
    </message>
</context>
<context>
    <name>CropCanvas</name>
    <message>
        <source>裁切框</source>
        <translation>Crop frame</translation>
    </message>
</context>
<context>
    <name>CropSheet</name>
    <message>
        <source>手工裁图</source>
        <translation>Crop by hand</translation>
    </message>
    <message>
        <source>方图 1:1</source>
        <translation>Square 1:1</translation>
    </message>
    <message>
        <source>竖图 3:4</source>
        <translation>Upright 3:4</translation>
    </message>
    <message>
        <source>就这样裁</source>
        <translation>Crop like this</translation>
    </message>
    <message>
        <source>不裁了</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>移动</source>
        <translation>move</translation>
    </message>
    <message>
        <source>大小</source>
        <translation>size</translation>
    </message>
    <message>
        <source>换方图、竖图</source>
        <translation>square or upright</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>先拍一张，或在货单里选中一件</source>
        <translation>Snap first, or choose an item in the line-up</translation>
    </message>
    <message>
        <source>主播的窗口没有打开，按 {key} 打开</source>
        <translation>The anchor&apos;s window is not open; {key} opens it</translation>
    </message>
    <message>
        <source>提词在主播屏的卖点处</source>
        <translation>The prompter stands by the points on the anchor\x27s screen</translation>
    </message>
    <message>
        <source>提词占主播屏整屏</source>
        <translation>The prompter fills the anchor\x27s screen</translation>
    </message>
    <message>
        <source>主播屏的提词收起了</source>
        <translation>The prompter is off the anchor\x27s screen</translation>
    </message>
    <message>
        <source>上一场没有没卖完的商品</source>
        <translation>Nothing of the last show is left unsold</translation>
    </message>
    <message>
        <source>还没有上过架</source>
        <translation>Nothing was listed yet</translation>
    </message>
    <message>
        <source>抽奖记录存到</source>
        <translation>Save the record of the draw as</translation>
    </message>
    <message>
        <source>Excel 工作簿 (*.xlsx)</source>
        <translation>Excel workbook (*.xlsx)</translation>
    </message>
    <message>
        <source>可复算的 JSON (*.json)</source>
        <translation>JSON that can be reckoned again (*.json)</translation>
    </message>
    <message>
        <source>抽奖记录已导出：{file}</source>
        <translation>Record of the draw: {file}</translation>
    </message>
    <message>
        <source>没有要决定的成交</source>
        <translation>No sale needs a decision</translation>
    </message>
</context>
<context>
    <name>DrawPanel</name>
    <message>
        <source>锁定名单</source>
        <translation>Fix entrants</translation>
    </message>
    <message>
        <source>按住开奖</source>
        <translation>Hold to draw</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Call off</translation>
    </message>
    <message>
        <source>导出记录</source>
        <translation>Export record</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>{n} 人参加</source>
        <translation>{n} in the draw</translation>
    </message>
    <message>
        <source>中奖：{names}</source>
        <translation>Winners: {names}</translation>
    </message>
    <message>
        <source>种子 {seed}</source>
        <translation>Seed {seed}</translation>
    </message>
    <message>
        <source>种子指纹 {f}</source>
        <translation>Seed fingerprint {f}</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>你说哪种语言？</source>
        <translation>Which language do you speak?</translation>
    </message>
    <message>
        <source>用哪个摄像头？画面就在旁边</source>
        <translation>Which camera? Its picture is on the right</translation>
    </message>
    <message>
        <source>先做什么？</source>
        <translation>What would you like to do first?</translation>
    </message>
    <message>
        <source>彩排，用示例货单（推荐）</source>
        <translation>A rehearsal with sample goods (recommended)</translation>
    </message>
    <message>
        <source>彩排，货单自己来</source>
        <translation>A rehearsal with goods of your own</translation>
    </message>
    <message>
        <source>开自己的店</source>
        <translation>Open your own shop</translation>
    </message>
    <message>
        <source>示例货单做了多少</source>
        <translation>How much of the sample line-up is made</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>跳过</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>第一次使用</source>
        <translation>First steps</translation>
    </message>
    <message>
        <source>欢迎使用开播</source>
        <translation>Welcome to Kaibo</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>彩排还是开店</source>
        <translation>Rehearsal or shop</translation>
    </message>
    <message>
        <source>第 {n} 步，共 {all} 步</source>
        <translation>Step {n} of {all}</translation>
    </message>
    <message>
        <source>开始</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>正在画示例商品…</source>
        <translation>Drawing the sample goods…</translation>
    </message>
    <message>
        <source>示例货单没做成；再试一次，或选“货单自己来”</source>
        <translation>The samples could not be made; try again, or take goods of your own</translation>
    </message>
    <message>
        <source>一个摄像头也没有？先用模拟画面。</source>
        <translation>No camera at all? Take the synthetic studio.</translation>
    </message>
    <message>
        <source>以后都能在设置里改（Ctrl ,）</source>
        <translation>The settings change it later (Ctrl ,)</translation>
    </message>
</context>
<context>
    <name>FlashForm</name>
    <message>
        <source>闪电上架</source>
        <translation>Flash listing</translation>
    </message>
    <message>
        <source>拍照</source>
        <translation>Snap</translation>
    </message>
    <message>
        <source>上架行：名称 价格 件数</source>
        <translation>Listing line: title, price, stock</translation>
    </message>
    <message>
        <source>上架</source>
        <translation>List</translation>
    </message>
    <message>
        <source>上架并讲解</source>
        <translation>List on air</translation>
    </message>
    <message>
        <source>就这样上架</source>
        <translation>List as understood</translation>
    </message>
    <message>
        <source>{number} 号已上架</source>
        <translation>No. {number} listed</translation>
    </message>
    <message>
        <source>{number} 号先当草稿</source>
        <translation>No. {number} is a draft</translation>
    </message>
    <message>
        <source>{seconds} 秒</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{number} 号{why}（先在货单里选中它）</source>
        <translation>No. {number}: {why} (choose it in the line-up first)</translation>
    </message>
    <message>
        <source>已定格 · Esc 返回</source>
        <translation>Frozen · Esc to go back</translation>
    </message>
    <message>
        <source>Enter：把照片换给 {number} 号并重发</source>
        <translation>Enter: give this photo to No. {number}</translation>
    </message>
    <message>
        <source>名称 价格 件数：手镯 599 x3</source>
        <translation>Jade ring 599 x3</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>价格</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>裁图</source>
        <translation>Crop</translation>
    </message>
    <message>
        <source>白底</source>
        <translation>White</translation>
    </message>
    <message>
        <source>正在做白底 {percent}% · Esc 停下</source>
        <translation>White background {percent}% · Esc stops</translation>
    </message>
</context>
<context>
    <name>FolderPage</name>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>换文件夹…</source>
        <translation>Another folder…</translation>
    </message>
    <message>
        <source>数据文件夹</source>
        <translation>Data folder</translation>
    </message>
    <message>
        <source>成交、照片、日志都在这里。不要放进网盘同步的文件夹：同步到一半的数据库会坏。</source>
        <translation>Sales, photos and logs are here. Keep it out of folders that a cloud keeps in step: half a copy of a database is a damaged one.</translation>
    </message>
    <message>
        <source>现在用：{path}</source>
        <translation>In use: {path}</translation>
    </message>
    <message>
        <source>已用 {used}，磁盘还剩 {free}</source>
        <translation>{used} used, {free} left on the disk</translation>
    </message>
    <message>
        <source>下次打开用：{path}。现在的数据留在原处，不会搬过去。</source>
        <translation>At the next start: {path}. The present data stays where it is and is not moved.</translation>
    </message>
    <message>
        <source>换文件夹下次打开时生效。</source>
        <translation>Another folder is used from the next start on.</translation>
    </message>
</context>
<context>
    <name>ItemQuestions</name>
    <message>
        <source>写成 599 或 39.90</source>
        <translation>Write 599 or 39.90</translation>
    </message>
    <message>
        <source>{number} 号还剩 {left} 件，加几件（减写 -2）</source>
        <translation>No. {number}, {left} left: add how many (-2 takes away)</translation>
    </message>
    <message>
        <source>写一个不是 0 的数</source>
        <translation>A number other than 0</translation>
    </message>
    <message>
        <source>名称不能为空</source>
        <translation>A title is needed</translation>
    </message>
    <message>
        <source>写平台上的编号，只有数字</source>
        <translation>The platform&apos;s number, digits only</translation>
    </message>
    <message>
        <source>{number} 号的卖点，用 / 隔开</source>
        <translation>Selling points of No. {number}, separated by /</translation>
    </message>
    <message>
        <source>{number} 号的货位</source>
        <translation>Bin of No. {number}</translation>
    </message>
    <message>
        <source>{n} 件的货位</source>
        <translation>Bin of {n} items</translation>
    </message>
    <message>
        <source>照 {number} 号再上一件：{title} {price}，几件？</source>
        <translation>Another like no. {number}: {title} {price}, how many?</translation>
    </message>
    <message>
        <source>写一个不小于 1 的数</source>
        <translation>A number of at least 1</translation>
    </message>
    <message>
        <source>{number} 号预留几件，断网也能卖（最多 {free}）</source>
        <translation>Hold how many of No. {number} for offline (up to {free})</translation>
    </message>
    <message>
        <source>{number} 号改价为（元），再发一次</source>
        <translation>New price of No. {number} (yuan), sent again</translation>
    </message>
    <message>
        <source>{number} 号改价为（元）</source>
        <translation>New price of No. {number} (yuan)</translation>
    </message>
    <message>
        <source>{number} 号的新名称，再发一次</source>
        <translation>New title of No. {number}, sent again</translation>
    </message>
    <message>
        <source>{number} 号的新名称</source>
        <translation>New title of No. {number}</translation>
    </message>
    <message>
        <source>{number} 号的运费模板编号，再发一次（留空：让平台重新给）</source>
        <translation>No. {number}: its freight template, then resend (empty: the platform suggests)</translation>
    </message>
    <message>
        <source>{number} 号的类目编号，再发一次（留空：让平台重新推荐）</source>
        <translation>No. {number}: its category, then resend (empty: the platform suggests)</translation>
    </message>
    <message>
        <source>没有可以预留的了</source>
        <translation>None left to hold</translation>
    </message>
    <message>
        <source>写 1 到 {free} 的数</source>
        <translation>A number from 1 to {free}</translation>
    </message>
</context>
<context>
    <name>ItemTools</name>
    <message>
        <source>加 30 秒</source>
        <translation>30 s more</translation>
    </message>
    <message>
        <source>结束秒杀</source>
        <translation>End it</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next step</translation>
    </message>
    <message>
        <source>{number} 号 {flash}</source>
        <translation>No. {number} {flash}</translation>
    </message>
    <message>
        <source>取消排好的秒杀：{flash}</source>
        <translation>Strike the planned flash sale: {flash}</translation>
    </message>
    <message>
        <source>步骤</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>{number} 号</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>保障与证明</source>
        <translation>Guarantees and proofs</translation>
    </message>
    <message>
        <source>佣金 {share}</source>
        <translation>commission {share}</translation>
    </message>
    <message>
        <source>成本 {cost} · {commission} · 毛利 {margin}</source>
        <translation>cost {cost} · {commission} · margin {margin}</translation>
    </message>
    <message>
        <source>{number} 号 {word} {price}</source>
        <translation>No. {number} {word} {price}</translation>
    </message>
</context>
<context>
    <name>KeyTable</name>
    <message>
        <source>组</source>
        <translation>Group</translation>
    </message>
    <message>
        <source>动作</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>按键</source>
        <translation>Keys</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>找：动作或按键，如 秒杀、F6</source>
        <translation>Find an action or a key: flash, F6</translation>
    </message>
    <message>
        <source>找按键</source>
        <translation>Find a key</translation>
    </message>
    <message>
        <source>所有动作和按键</source>
        <translation>All actions and keys</translation>
    </message>
    <message>
        <source>换一个键</source>
        <translation>Change the key</translation>
    </message>
    <message>
        <source>恢复这一个</source>
        <translation>Reset this one</translation>
    </message>
    <message>
        <source>全部恢复</source>
        <translation>Reset all</translation>
    </message>
    <message>
        <source>“{name}”的键不能换</source>
        <translation>The key of “{name}” stays</translation>
    </message>
    <message>
        <source>“{name}”：按下新的键，Esc 不换</source>
        <translation>“{name}”: press the new key, Esc keeps the old</translation>
    </message>
    <message>
        <source>{key} 已经是“{name}”（{group}）的键，再按一个，或先换掉那一个</source>
        <translation>{key} already does “{name}” ({group}); press another, or change that one first</translation>
    </message>
</context>
<context>
    <name>LabelChip</name>
    <message>
        <source>价签 {key}</source>
        <translation>Tag {key}</translation>
    </message>
    <message>
        <source>价签</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>{number} 号</source>
        <translation>No. {number}</translation>
    </message>
</context>
<context>
    <name>LineupPanel</name>
    <message>
        <source>找货</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>调整顺序，也可以拖动</source>
        <translation>reorder, or drag</translation>
    </message>
    <message>
        <source>输编号，上讲解</source>
        <translation>put a typed number on air</translation>
    </message>
    <message>
        <source>改价</source>
        <translation>price</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>all keys</translation>
    </message>
    <message>
        <source>货单</source>
        <translation>Line-up</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>换个词，或按 Esc 看全部</source>
        <translation>Try another word, or press Esc to see all</translation>
    </message>
    <message>
        <source>货单还是空的</source>
        <translation>The line-up is empty</translation>
    </message>
    <message>
        <source>拍一张，写一行，五秒上架</source>
        <translation>One photo, one line: on sale in five seconds</translation>
    </message>
    <message>
        <source>拍照</source>
        <translation>Snap</translation>
    </message>
    <message>
        <source>豆绿手镯 599 x3</source>
        <translation>Jade 599 x3</translation>
    </message>
    <message>
        <source>写名称、价格、件数</source>
        <translation>Title, price, stock</translation>
    </message>
    <message>
        <source>上架</source>
        <translation>List</translation>
    </message>
    <message>
        <source>全部 {n}</source>
        <translation>All {n}</translation>
    </message>
    <message>
        <source>在售 {n}</source>
        <translation>On sale {n}</translation>
    </message>
    <message>
        <source>未在售 {n}</source>
        <translation>Not on sale {n}</translation>
    </message>
    <message>
        <source>售罄 {n}</source>
        <translation>Sold out {n}</translation>
    </message>
    <message>
        <source>上讲解</source>
        <translation>Put on air</translation>
    </message>
    <message>
        <source>改价…</source>
        <translation>Change the price…</translation>
    </message>
    <message>
        <source>加减库存…</source>
        <translation>Add or take stock…</translation>
    </message>
    <message>
        <source>改名称…</source>
        <translation>Change the title…</translation>
    </message>
    <message>
        <source>写卖点…</source>
        <translation>Selling points…</translation>
    </message>
    <message>
        <source>写货位…</source>
        <translation>Bin…</translation>
    </message>
    <message>
        <source>预留，断网也能卖…</source>
        <translation>Hold for offline…</translation>
    </message>
    <message>
        <source>退还预留</source>
        <translation>Give the hold back</translation>
    </message>
    <message>
        <source>重拍主图</source>
        <translation>Retake the photo</translation>
    </message>
    <message>
        <source>重新发给平台</source>
        <translation>Send to the platform again</translation>
    </message>
    <message>
        <source>重新上架</source>
        <translation>Put on sale again</translation>
    </message>
    <message>
        <source>下架</source>
        <translation>Take off sale</translation>
    </message>
    <message>
        <source>秒杀、排秒杀…</source>
        <translation>Flash sale, or plan one…</translation>
    </message>
    <message>
        <source>写步骤…</source>
        <translation>Write its steps…</translation>
    </message>
    <message>
        <source>保障、证书、成本…</source>
        <translation>Guarantees, certificate, cost…</translation>
    </message>
    <message>
        <source>{n} 件写货位…</source>
        <translation>Bin of {n} items…</translation>
    </message>
    <message>
        <source>{n} 件移到最前</source>
        <translation>{n} items to the top</translation>
    </message>
    <message>
        <source>{n} 件移到最后</source>
        <translation>{n} items to the end</translation>
    </message>
    <message>
        <source>{n} 件下架</source>
        <translation>Take {n} items off sale</translation>
    </message>
    <message>
        <source>照样再上一件…</source>
        <translation>List another like it…</translation>
    </message>
    <message>
        <source>找货：编号、名称、拼音首字母 (dlsz)、货位、扫码</source>
        <translation>Find: number, title, pinyin (dlsz), bin, scan</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>keep</translation>
    </message>
    <message>
        <source>下一格</source>
        <translation>next cell</translation>
    </message>
    <message>
        <source>不改</source>
        <translation>leave it</translation>
    </message>
    <message>
        <source>换一件</source>
        <translation>another</translation>
    </message>
    <message>
        <source>回到原处</source>
        <translation>back where you were</translation>
    </message>
    <message>
        <source>一起移动</source>
        <translation>move together</translation>
    </message>
    <message>
        <source>写货位</source>
        <translation>bin</translation>
    </message>
</context>
<context>
    <name>LookPage</name>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>外观</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>深色，像演播室</source>
        <translation>Dark, like a studio</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>Like the system</translation>
    </message>
    <message>
        <source>字的大小</source>
        <translation>Size of text</translation>
    </message>
    <message>
        <source>都是马上生效；直播中改也不影响观众看到的画面。</source>
        <translation>All take effect at once; what viewers see stays the same, also during a show.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>过了 {n} 秒，不能撤销了：下架用 {withdraw}，作废成交用 {void}</source>
        <translation>{n} s are over. {withdraw} takes an item off sale, {void} voids a sale</translation>
    </message>
    <message>
        <source>没有可以撤销的操作</source>
        <translation>Nothing to undo</translation>
    </message>
    <message>
        <source>彩排 · 开播</source>
        <translation>Kaibo · rehearsal</translation>
    </message>
    <message>
        <source>开播</source>
        <translation>Kaibo</translation>
    </message>
    <message>
        <source>副播</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>主播</source>
        <translation>Anchor</translation>
    </message>
    <message>
        <source>彩排中：先按住 {key} 结束，再关窗口</source>
        <translation>A rehearsal is running: hold {key} to end it, then close the window</translation>
    </message>
    <message>
        <source>正在直播：先按住 {key} 下播，再关窗口</source>
        <translation>The show is live: hold {key} to end it before closing</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>撤销 · {n} 秒</source>
        <translation>Undo · {n} s</translation>
    </message>
    <message>
        <source>{number} 号被平台退回</source>
        <translation>No. {number} was refused</translation>
    </message>
    <message>
        <source>没有说明原因</source>
        <translation>no reason given</translation>
    </message>
    <message>
        <source>{why}（平台原话）。其余商品不受影响</source>
        <translation>The platform says: {why}. Others unaffected</translation>
    </message>
    <message>
        <source>{number} 号超卖 {n} 件</source>
        <translation>No. {number}: {n} oversold</translation>
    </message>
    <message>
        <source>重拍</source>
        <translation>Retake</translation>
    </message>
    <message>
        <source>重发</source>
        <translation>Resend</translation>
    </message>
    <message>
        <source>{number} 号：{what}被平台退回</source>
        <translation>No. {number}: {what} refused</translation>
    </message>
    <message>
        <source>不预留了</source>
        <translation>Let it go</translation>
    </message>
    <message>
        <source>平台的这一单没有货：补货后加库存（{key}），或在平台退款</source>
        <translation>This platform order has no stock: add stock ({key}), or refund it there</translation>
    </message>
    <message>
        <source>店里的这一单没有货：补货后加库存（{key}），或作废这一单</source>
        <translation>This sale has no stock: add stock ({key}), or void it</translation>
    </message>
    <message>
        <source>{number} 号：改动被平台退回</source>
        <translation>No. {number}: a change was refused</translation>
    </message>
    <message>
        <source>改名</source>
        <translation>Rename</translation>
    </message>
    <message>
        <source>改价</source>
        <translation>New price</translation>
    </message>
    <message>
        <source>换类目</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>换运费模板</source>
        <translation>Freight</translation>
    </message>
    <message>
        <source>{number} 号 {title} ×{quantity}：平台没有货了</source>
        <translation>No. {number} {title} ×{quantity}: the platform has none left</translation>
    </message>
    <message>
        <source>是以前一场的成交，按 {key} 决定</source>
        <translation>A sale of an earlier show; {key} to decide</translation>
    </message>
    <message>
        <source>{number} 号 ×{quantity}：平台没有货了</source>
        <translation>No. {number} ×{quantity}: the platform is out</translation>
    </message>
    <message>
        <source>平台和店里都卖了</source>
        <translation>Sold there and here</translation>
    </message>
    <message>
        <source>还有 {n} 笔也要决定</source>
        <translation>{n} more to decide</translation>
    </message>
    <message>
        <source>稍后</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation>Retry now</translation>
    </message>
    <message>
        <source>以平台为准：{n} 件</source>
        <translation>The platform is right: {n}</translation>
    </message>
    <message>
        <source>以店里为准：{n} 件</source>
        <translation>We are right: {n}</translation>
    </message>
    <message>
        <source>以平台为准：{price}</source>
        <translation>The platform is right: {price}</translation>
    </message>
    <message>
        <source>以店里为准：{price}</source>
        <translation>We are right: {price}</translation>
    </message>
    <message>
        <source>{title}（另有 {n} 条）</source>
        <translation>{title} (and {n} more)</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>Got it</translation>
    </message>
</context>
<context>
    <name>PhotoQuestions</name>
    <message>
        <source>上架：名称 价格 件数（Ctrl Enter 上架并讲解）</source>
        <translation>List: title price stock (Ctrl Enter also puts it on air)</translation>
    </message>
    <message>
        <source>写名称 价格 件数：手镯 599 x3</source>
        <translation>Write title, price, stock: Bangle 599 x3</translation>
    </message>
    <message>
        <source>{doubt}；再按 Enter 就这样上架</source>
        <translation>{doubt}; Enter again lists it like this</translation>
    </message>
</context>
<context>
    <name>PlanRow</name>
    <message>
        <source>改</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>改 {title}</source>
        <translation>Change {title}</translation>
    </message>
    <message>
        <source>取消 {title}</source>
        <translation>Cancel {title}</translation>
    </message>
</context>
<context>
    <name>PlansPanel</name>
    <message>
        <source>排好的场次</source>
        <translation>Planned shows</translation>
    </message>
    <message>
        <source>还没有排。写一行就好：明天 20:00 晚场</source>
        <translation>None yet. One line is enough: tomorrow 20:00 evening show</translation>
    </message>
    <message>
        <source>排一场</source>
        <translation>Plan a show</translation>
    </message>
    <message>
        <source>播过的场次</source>
        <translation>Past shows</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PreflightPanel</name>
    <message>
        <source>开播前看一眼</source>
        <translation>Before going live</translation>
    </message>
    <message>
        <source>开播</source>
        <translation>Go live</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>有一项不行，先弄好再开播</source>
        <translation>One thing makes a show impossible; fix it first</translation>
    </message>
    <message>
        <source>{n} 项要注意；也可以照样开播</source>
        <translation>{n} to look at; you can still go live</translation>
    </message>
    <message>
        <source>没有要注意的</source>
        <translation>All is well</translation>
    </message>
    <message>
        <source>照样开播</source>
        <translation>Go live all the same</translation>
    </message>
</context>
<context>
    <name>RescueWindow</name>
    <message>
        <source>开播：找回数据</source>
        <translation>Kaibo: getting data back</translation>
    </message>
    <message>
        <source>原来的文件会改名留着，不会删。</source>
        <translation>The former files are kept under another name, never deleted.</translation>
    </message>
    <message>
        <source>找回数据做了多少</source>
        <translation>How much is brought back</translation>
    </message>
    <message>
        <source>找回数据</source>
        <translation>Get data back</translation>
    </message>
    <message>
        <source>停下</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>可以用备份和日志把数据找回来，到最后一单。</source>
        <translation>From backup and journal everything can be brought back, up to the last sale.</translation>
    </message>
    <message>
        <source>退出</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>正在找回数据…</source>
        <translation>Getting data back…</translation>
    </message>
    <message>
        <source>正在停下…</source>
        <translation>Stopping…</translation>
    </message>
</context>
<context>
    <name>RestorePart</name>
    <message>
        <source>检查这一份</source>
        <translation>Check this one</translation>
    </message>
    <message>
        <source>下次打开时恢复</source>
        <translation>Restore at the next start</translation>
    </message>
    <message>
        <source>所有备份</source>
        <translation>All backups</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Made</translation>
    </message>
    <message>
        <source>大小</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>检查</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>正在检查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>还没检查</source>
        <translation>not checked yet</translation>
    </message>
    <message>
        <source>✕ 坏了：{why}</source>
        <translation>✕ damaged: {why}</translation>
    </message>
    <message>
        <source>✓ 完好</source>
        <translation>✓ sound</translation>
    </message>
    <message>
        <source>下次打开开播时恢复：用 {when} 的备份加日志。</source>
        <translation>At the next start: restored from the backup of {when} and the journal.</translation>
    </message>
    <message>
        <source>下次打开开播时恢复：用最新的完好备份加日志。</source>
        <translation>At the next start: restored from the newest sound backup and the journal.</translation>
    </message>
    <message>
        <source>不恢复了</source>
        <translation>Do not restore</translation>
    </message>
    <message>
        <source>停下</source>
        <translation>Stop</translation>
    </message>
</context>
<context>
    <name>SaleQuestions</name>
    <message>
        <source>写件数，后面可以加买家：2 阿珍</source>
        <translation>Write how many; the buyer may follow: 2 Lily</translation>
    </message>
    <message>
        <source>{n} 件 · 买家 {buyer}</source>
        <translation>{n} to {buyer}</translation>
    </message>
    <message>
        <source>客人不要了</source>
        <translation>Buyer changed their mind</translation>
    </message>
    <message>
        <source>{number} 号 {title}：卖了几件？</source>
        <translation>No. {number} {title}: how many sold?</translation>
    </message>
    <message>
        <source>（离线，先记为待平台确认）</source>
        <translation> (offline: to be confirmed)</translation>
    </message>
    <message>
        <source>作废 {number} 号 ×{quantity}，原因：</source>
        <translation>Void No. {number} ×{quantity}, because:</translation>
    </message>
    <message>
        <source>要写一句原因</source>
        <translation>A reason is needed</translation>
    </message>
    <message>
        <source>{number} 号 ×{quantity} 退款 {amount}，这一笔作废？</source>
        <translation>Refund No. {number} ×{quantity}, {amount}, and void the sale?</translation>
    </message>
    <message>
        <source>{number} 号 ×{quantity} 换成几号？</source>
        <translation>Instead of No. {number} ×{quantity}, which number?</translation>
    </message>
    <message>
        <source>写货单里的编号</source>
        <translation>A number of the line-up</translation>
    </message>
    <message>
        <source>换一个别的编号</source>
        <translation>Choose another number</translation>
    </message>
    <message>
        <source>（离线可卖 {n} 件）</source>
        <translation> ({n} safe offline)</translation>
    </message>
    <message>
        <source>{number} 号只剩 {left} 件</source>
        <translation>Only {left} left of No. {number}</translation>
    </message>
</context>
<context>
    <name>SalesPanel</name>
    <message>
        <source>成交</source>
        <translation>Sales</translation>
    </message>
    <message>
        <source>近期成交</source>
        <translation>Recent</translation>
    </message>
    <message>
        <source>{n} 笔要决定</source>
        <translation>{n} to decide</translation>
    </message>
    <message>
        <source>{n} 笔待平台确认</source>
        <translation>{n} unconfirmed</translation>
    </message>
    <message>
        <source>看当时的画面</source>
        <translation>See the picture of that moment</translation>
    </message>
    <message>
        <source>没有待处理的成交</source>
        <translation>Nothing open</translation>
    </message>
    <message>
        <source>作废…</source>
        <translation>Void…</translation>
    </message>
    <message>
        <source>记一单</source>
        <translation>Log a sale</translation>
    </message>
    <message>
        <source>待处理</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>{n} 笔超卖</source>
        <translation>{n} oversold</translation>
    </message>
</context>
<context>
    <name>ScriptForm</name>
    <message>
        <source>讲完这件说什么？一段一行</source>
        <translation>What is said after this item? A line for each paragraph</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>开场说什么</source>
        <translation>What opens the show</translation>
    </message>
    <message>
        <source>讲完 {number} 号 {title}，接着说什么</source>
        <translation>After No. {number} {title}, what is said next</translation>
    </message>
    <message>
        <source>这是上次写到一半的，还没保存</source>
        <translation>Begun last time and not saved yet</translation>
    </message>
</context>
<context>
    <name>SeenCode</name>
    <message>
        <source>条码</source>
        <translation>Barcode</translation>
    </message>
    <message>
        <source>随下一件上架；Esc 不要</source>
        <translation>Goes with the next listing; Esc drops it</translation>
    </message>
</context>
<context>
    <name>SettingsSheet</name>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>设置：{name}</source>
        <translation>Settings: {name}</translation>
    </message>
</context>
<context>
    <name>ShopPage</name>
    <message>
        <source>下次打开</source>
        <translation>At the next start</translation>
    </message>
    <message>
        <source>彩排：练手，不真卖</source>
        <translation>Rehearsal: practice, nothing is sold</translation>
    </message>
    <message>
        <source>快手小店：真的在卖</source>
        <translation>Kuaishou shop: really selling</translation>
    </message>
    <message>
        <source>选密钥文件…</source>
        <translation>Choose the key file…</translation>
    </message>
    <message>
        <source>店铺</source>
        <translation>Shop</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign-in</translation>
    </message>
    <message>
        <source>密钥文件由快手开放平台给。读一次就存进系统钥匙串，这里不显示，也不写进日志。</source>
        <translation>The Kuaishou open platform gives you the key file. It is read once into the system&apos;s keyring, never shown here and never logged.</translation>
    </message>
    <message>
        <source>所有文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>快手小店</source>
        <translation>Kuaishou shop</translation>
    </message>
    <message>
        <source>彩排（自带的练习平台）</source>
        <translation>rehearsal (the bundled practice platform)</translation>
    </message>
    <message>
        <source>现在开着：{name} · {link}</source>
        <translation>Open now: {name} · {link}</translation>
    </message>
    <message>
        <source>已记下，关掉再打开时生效；现在这场不变。</source>
        <translation>Noted. It takes effect when Kaibo is closed and opened again; nothing changes now.</translation>
    </message>
    <message>
        <source>再走一遍最初三步（有示例货单）</source>
        <translation>The three first steps again (with sample goods)</translation>
    </message>
    <message>
        <source>换店下次打开时生效。每个店的数据各放各的文件夹，不会串。</source>
        <translation>Another shop is opened at the next start. Each shop has a data folder of its own; nothing gets mixed up.</translation>
    </message>
    <message>
        <source>已登录：密钥在系统钥匙串里</source>
        <translation>Signed in: the keys are in the system&apos;s keyring</translation>
    </message>
    <message>
        <source>密钥只在文件里：这台电脑没有可用的钥匙串，请保管好文件</source>
        <translation>The keys are in their file only: this machine has no usable keyring, keep the file safe</translation>
    </message>
    <message>
        <source>还没有登录：彩排不需要；要真卖，先选密钥文件</source>
        <translation>Not signed in: a rehearsal needs nothing; to sell for real, choose the key file first</translation>
    </message>
</context>
<context>
    <name>ShowBar</name>
    <message>
        <source>这一场的名字</source>
        <translation>Name of this show</translation>
    </message>
    <message>
        <source>开播</source>
        <translation>Go live</translation>
    </message>
    <message>
        <source>按住下播</source>
        <translation>Hold to end</translation>
    </message>
    <message>
        <source>再开一场</source>
        <translation>New show</translation>
    </message>
    <message>
        <source>彩排 · 不是真的在卖</source>
        <translation>Rehearsal · nothing is really sold</translation>
    </message>
    <message>
        <source>成交</source>
        <translation>Sold</translation>
    </message>
    <message>
        <source>{n} 单</source>
        <translation>{n} orders</translation>
    </message>
    <message>
        <source>销售额</source>
        <translation>Revenue</translation>
    </message>
    <message>
        <source>彩排中</source>
        <translation>REHEARSAL</translation>
    </message>
    <message>
        <source>直播中</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>已下播 · 播了 {time}</source>
        <translation>Show over · {time}</translation>
    </message>
    <message>
        <source>未开播</source>
        <translation>Not live</translation>
    </message>
    <message>
        <source>彩排</source>
        <translation>Rehearsal</translation>
    </message>
    <message>
        <source>下一场 {time} {title}</source>
        <translation>Next: {time} {title}</translation>
    </message>
</context>
<context>
    <name>ShowFlow</name>
    <message>
        <source>{time} 要开播：{title}</source>
        <translation>{time}: {title} goes live</translation>
    </message>
    <message>
        <source>到点了</source>
        <translation>It is time</translation>
    </message>
    <message>
        <source>还有不到 {n} 分钟</source>
        <translation>In less than {n} minutes</translation>
    </message>
    <message>
        <source>开播前看一眼</source>
        <translation>Before going live</translation>
    </message>
</context>
<context>
    <name>ShowQuestions</name>
    <message>
        <source>写成 明天 20:00 晚场</source>
        <translation>Write tomorrow 20:00 evening show</translation>
    </message>
    <message>
        <source>排一场：时间 名字</source>
        <translation>Plan a show: time title</translation>
    </message>
    <message>
        <source>这一场改成</source>
        <translation>Change this show to</translation>
    </message>
    <message>
        <source>地址要写全，如 rtsp://192.168.1.20:554/live</source>
        <translation>The whole address, e.g. rtsp://192.168.1.20:554/live</translation>
    </message>
    <message>
        <source>机位 {n} 的网络地址（RTSP、RTMP、HTTP）</source>
        <translation>Address of camera {n} (RTSP, RTMP, HTTP)</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>联网</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>自动</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>强制离线</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation>Retry now</translation>
    </message>
    <message>
        <source>数据已存本机 {time}</source>
        <translation>Saved here {time}</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>全部已同步</source>
        <translation>All sent</translation>
    </message>
    <message>
        <source> · 最久 {age}</source>
        <translation> · oldest {age}</translation>
    </message>
    <message>
        <source>待同步</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>摄像头没开</source>
        <translation>Camera off</translation>
    </message>
    <message>
        <source>摄像头打开中</source>
        <translation>Camera opening</translation>
    </message>
    <message>
        <source>{n} 帧</source>
        <translation>{n} fps</translation>
    </message>
    <message>
        <source>摄像头 {n} 帧</source>
        <translation>Camera {n} fps</translation>
    </message>
    <message>
        <source>没有摄像头 · 模拟画面</source>
        <translation>No camera · synthetic studio</translation>
    </message>
    <message>
        <source>摄像头打不开</source>
        <translation>Camera failed</translation>
    </message>
</context>
<context>
    <name>SummaryPanel</name>
    <message>
        <source>记错了马上撤回的：没有成交，也没有退款</source>
        <translation>Slips that were undone at once: neither sold nor refunded</translation>
    </message>
    <message>
        <source>记错撤回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>销售额</source>
        <translation>Revenue</translation>
    </message>
    <message>
        <source>成交单数</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>件数</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>退款、作废</source>
        <translation>Refunded, void</translation>
    </message>
    <message>
        <source>最旺的一分钟</source>
        <translation>Best minute</translation>
    </message>
    <message>
        <source>每件商品卖得怎样</source>
        <translation>How each item sold</translation>
    </message>
    <message>
        <source>复制文字</source>
        <translation>Copy as text</translation>
    </message>
    <message>
        <source>导出</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>前一场</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>后一场</source>
        <translation>Later</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>还没有播过</source>
        <translation>No show yet</translation>
    </message>
    <message>
        <source>下播以后这里有成交、每件卖了多少、什么时候最旺</source>
        <translation>After a show: what was sold, of each item how much, and when it was best</translation>
    </message>
    <message>
        <source>没有名字的一场</source>
        <translation>Untitled show</translation>
    </message>
    <message>
        <source>播了 {time}</source>
        <translation>lasted {time}</translation>
    </message>
    <message>
        <source>还在播</source>
        <translation>still live</translation>
    </message>
    <message>
        <source>另有 {n} 单没付款</source>
        <translation>{n} orders unpaid</translation>
    </message>
    <message>
        <source>还有 {n} 条没有同步</source>
        <translation>{n} unsent</translation>
    </message>
    <message>
        <source>{n} 条被平台退回</source>
        <translation>{n} refused</translation>
    </message>
    <message>
        <source>{n} 单 {amount}</source>
        <translation>{n} · {amount}</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>预留 {n} 件</source>
        <translation>hold of {n}</translation>
    </message>
    <message>
        <source>库存改动</source>
        <translation>stock change</translation>
    </message>
    <message>
        <source>{number} 号以平台为准，正在核对</source>
        <translation>No. {number}: the platform is right, being corrected here</translation>
    </message>
    <message>
        <source>{number} 号以店里为准，正在告诉平台</source>
        <translation>No. {number}: we are right, the platform is being told</translation>
    </message>
    <message>
        <source>已下播：{orders} 单，{amount}</source>
        <translation>Show over: {orders} orders, {amount}</translation>
    </message>
</context>
<context>
    <name>ToolQuestions</name>
    <message>
        <source>：价格 x件数 秒数</source>
        <translation>: price xN seconds</translation>
    </message>
    <message>
        <source>抽什么：奖品 x人数</source>
        <translation>Draw: prize xN</translation>
    </message>
    <message>
        <source>优惠券（平台按整天算）：满几减几 x张数 限几 几天</source>
        <translation>Coupon (whole days at the platform): 50 off 500 x100 max1 3days</translation>
    </message>
    <message>
        <source>写成 499 x5 60，可加 限2、20:30</source>
        <translation>Write 499 x5 60; also max2, 20:30</translation>
    </message>
    <message>
        <source>{number} 号的步骤，用 | 隔开</source>
        <translation>Steps of No. {number}, separated by |</translation>
    </message>
    <message>
        <source>写成 手镯免单 x3，可加 值599、全场</source>
        <translation>Write free bangle x3; also worth599, whole show</translation>
    </message>
    <message>
        <source>写成 满500减50 x100 限1 3天，可加 全店；按整天算</source>
        <translation>Write 50 off 500 x100 max1 3days, perhaps whole shop; whole days</translation>
    </message>
    <message>
        <source>结束优惠券 {name}？平台上就领不到了，已领的照用</source>
        <translation>End the coupon {name}? Nobody can take it then; those taken stay good</translation>
    </message>
    <message>
        <source>预热 讲产地 | 开价 {price} | 下架</source>
        <translation>cue its story | price {price} | off</translation>
    </message>
    <message>
        <source>{title}免单 x1 值{price}</source>
        <translation>{title} for free x1 worth {price}</translation>
    </message>
    <message>
        <source>{number} 号再排一场秒杀</source>
        <translation>Another flash sale of No. {number}</translation>
    </message>
    <message>
        <source>{number} 号秒杀</source>
        <translation>Flash sale of No. {number}</translation>
    </message>
    <message>
        <source>原价 {former}，秒杀价 {price}？再按 Enter 就开始</source>
        <translation>Price {former}, flash price {price}? Enter again starts it</translation>
    </message>
</context>
<context>
    <name>TrustForm</name>
    <message>
        <source>证书编号</source>
        <translation>Certificate number</translation>
    </message>
    <message>
        <source>刚拍的作证书照片</source>
        <translation>Last snap is its photo</translation>
    </message>
    <message>
        <source>产地，如 镇平</source>
        <translation>Place: Zhenping</translation>
    </message>
    <message>
        <source>刚拍的作凭证</source>
        <translation>Last snap is its proof</translation>
    </message>
    <message>
        <source>珠宝：证书齐了才上架</source>
        <translation>Jewellery</translation>
    </message>
    <message>
        <source>材质</source>
        <translation>Material</translation>
    </message>
    <message>
        <source>重量</source>
        <translation>Weight</translation>
    </message>
    <message>
        <source>尺寸</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>{number} 号的保障与证明</source>
        <translation>Guarantees of No. {number}</translation>
    </message>
    <message>
        <source>成本</source>
        <translation>Cost</translation>
    </message>
    <message>
        <source>佣金 %</source>
        <translation>Commission %</translation>
    </message>
    <message>
        <source>元；成本、佣金只有助理看到</source>
        <translation>Yuan; cost and commission are seen by the assistant alone</translation>
    </message>
    <message>
        <source>原价（划线价）</source>
        <translation>Compared price</translation>
    </message>
    <message>
        <source>刚拍的作原价凭证</source>
        <translation>Last snap proves the price</translation>
    </message>
    <message>
        <source>几小时内发货</source>
        <translation>Ships within h</translation>
    </message>
    <message>
        <source>在线人数</source>
        <translation>Watching</translation>
    </message>
    <message>
        <source>元；有凭证才给观众看，说原价的话才算数</source>
        <translation>Yuan; viewers see it, and words may name it, only with its proof</translation>
    </message>
    <message>
        <source>说“当天发”之类的话按它核对</source>
        <translation>What is said about shipping is checked against it</translation>
    </message>
    <message>
        <source>看到的在线人数；说“几千人在看”按它核对</source>
        <translation>How many watch; what is said about it is checked</translation>
    </message>
    <message>
        <source>金额写成 210，佣金写成 15，小时和人数写整数</source>
        <translation>Write sums as 210, the commission as 15, hours and people as whole numbers</translation>
    </message>
</context>
<context>
    <name>Viewing</name>
    <message>
        <source>换机位</source>
        <translation>The other camera</translation>
    </message>
    <message>
        <source>转 90°</source>
        <translation>Turn by 90°</translation>
    </message>
    <message>
        <source>镜像（只在屏幕上）</source>
        <translation>Mirror, on the screen only</translation>
    </message>
    <message>
        <source>照片也镜像</source>
        <translation>Mirror photos too</translation>
    </message>
    <message>
        <source>只留竖屏 9:16</source>
        <translation>The 9:16 part only</translation>
    </message>
    <message>
        <source>放大</source>
        <translation>Closer</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Further away</translation>
    </message>
    <message>
        <source>画面还原</source>
        <translation>The picture as it comes</translation>
    </message>
    <message>
        <source>机位 {n} 用哪个摄像头</source>
        <translation>Which camera is camera {n}</translation>
    </message>
    <message>
        <source>模拟画面</source>
        <translation>Synthetic studio</translation>
    </message>
    <message>
        <source>默认的摄像头</source>
        <translation>The default camera</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>None</translation>
    </message>
    <message>
        <source>网络摄像头、手机…</source>
        <translation>Network camera, phone…</translation>
    </message>
</context>
<context>
    <name>anchor</name>
    <message>
        <source>现在没有讲解中的商品</source>
        <translation>Nothing is on air</translation>
    </message>
    <message>
        <source>讲解中</source>
        <translation>ON AIR</translation>
    </message>
    <message>
        <source>待播</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>本场售 {n}</source>
        <translation>{n} sold this show</translation>
    </message>
    <message>
        <source>{number} 号卖完了，本场 {n} 件</source>
        <translation>No. {number} is sold out, {n} in this show</translation>
    </message>
    <message>
        <source>{number} 号</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>售罄</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>还剩</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>没有讲解中的商品</source>
        <translation>Nothing is on air</translation>
    </message>
    <message>
        <source>货单里还没有可讲的货</source>
        <translation>Nothing to show yet</translation>
    </message>
    <message>
        <source>拍照，让助理上架</source>
        <translation>Snap it; the assistant lists it</translation>
    </message>
    <message>
        <source>接下来</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>下一件</source>
        <translation>next item</translation>
    </message>
    <message>
        <source>后面没有了</source>
        <translation>Nothing comes after</translation>
    </message>
    <message>
        <source>剩 {n}</source>
        <translation>{n} left</translation>
    </message>
    <message>
        <source>画面里有站外的码</source>
        <translation>A code leads elsewhere</translation>
    </message>
    <message>
        <source>{number} 号被平台退回</source>
        <translation>No. {number} was refused</translation>
    </message>
    <message>
        <source>{n} 笔要决定</source>
        <translation>{n} to decide</translation>
    </message>
    <message>
        <source>彩排</source>
        <translation>REHEARSAL</translation>
    </message>
    <message>
        <source>直播</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>未开播</source>
        <translation>Not live</translation>
    </message>
    <message>
        <source>成交</source>
        <translation>Sold</translation>
    </message>
    <message>
        <source>{n} 单</source>
        <translation>{n} orders</translation>
    </message>
    <message>
        <source>{n} 条待同步</source>
        <translation>{n} unsent</translation>
    </message>
    <message>
        <source> · 最久 {age}</source>
        <translation> · oldest {age}</translation>
    </message>
    <message>
        <source>库存 {n}</source>
        <translation>{n} in stock</translation>
    </message>
    <message>
        <source>券</source>
        <translation>Coupon</translation>
    </message>
    <message>
        <source>刚刚下单</source>
        <translation>Just bought by</translation>
    </message>
    <message>
        <source>讲这一件</source>
        <translation>Put this on air</translation>
    </message>
</context>
<context>
    <name>bulk</name>
    <message>
        <source>已导入，{n} 号</source>
        <translation>Imported as No. {n}</translation>
    </message>
    <message>
        <source>可以导入，用词有风险：{words}</source>
        <translation>Can be imported; risky words: {words}</translation>
    </message>
    <message>
        <source>可以导入</source>
        <translation>Can be imported</translation>
    </message>
    <message>
        <source>行</source>
        <translation>Row</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>价格</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>照片</source>
        <translation>Photos</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
</context>
<context>
    <name>cameras</name>
    <message>
        <source>第一个能用的</source>
        <translation>The first that works</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>None</translation>
    </message>
    <message>
        <source>模拟画面（练习）</source>
        <translation>Synthetic studio (practice)</translation>
    </message>
    <message>
        <source>现在用的：{source}</source>
        <translation>In use: {source}</translation>
    </message>
</context>
<context>
    <name>card</name>
    <message>
        <source>秒杀</source>
        <translation>Flash sale</translation>
    </message>
    <message>
        <source>已售罄</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>仅剩 {n} 件</source>
        <translation>Only {n} left</translation>
    </message>
    <message>
        <source>还有 {n} 件</source>
        <translation>{n} left</translation>
    </message>
    <message>
        <source>{number}号</source>
        <translation>No. {number}</translation>
    </message>
    <message>
        <source>优惠券</source>
        <translation>Coupon</translation>
    </message>
</context>
<context>
    <name>cells</name>
    <message>
        <source>{former} 改成 {price}？再按 Enter 就改</source>
        <translation>{former} to {price}? Enter again changes it</translation>
    </message>
    <message>
        <source>{number} 号的价格（元）</source>
        <translation>Price of No. {number} (yuan)</translation>
    </message>
    <message>
        <source>{number} 号还剩几件</source>
        <translation>Units left of No. {number}</translation>
    </message>
    <message>
        <source>{number} 号的货位</source>
        <translation>Bin of No. {number}</translation>
    </message>
    <message>
        <source>{number} 号的卖点，用 / 隔开</source>
        <translation>Points of No. {number}, separated by /</translation>
    </message>
    <message>
        <source>写成 599 或 39.90</source>
        <translation>Write 599 or 39.90</translation>
    </message>
    <message>
        <source>写还剩几件，或 +2、-1</source>
        <translation>Write how many are left, or +2, -1</translation>
    </message>
    <message>
        <source>库存不能少于 0，不能多于 {cap}</source>
        <translation>Stock must be between 0 and {cap}</translation>
    </message>
</context>
<context>
    <name>claims</name>
    <message>
        <source>记错，已撤回</source>
        <translation>A slip, taken back</translation>
    </message>
    <message>
        <source>退款</source>
        <translation>Refund</translation>
    </message>
    <message>
        <source>换货</source>
        <translation>Substitute</translation>
    </message>
    <message>
        <source>补货后发</source>
        <translation>Send later</translation>
    </message>
    <message>
        <source>已交货</source>
        <translation>Handed over</translation>
    </message>
    <message>
        <source>平台没有货了</source>
        <translation>The platform is out</translation>
    </message>
    <message>
        <source>平台已确认</source>
        <translation>Agreed</translation>
    </message>
    <message>
        <source>待平台确认</source>
        <translation>Unconfirmed</translation>
    </message>
    <message>
        <source>平台没有货了，要决定</source>
        <translation>The platform is out: decide</translation>
    </message>
    <message>
        <source>缺 {n} 件：补货，或作废</source>
        <translation>{n} missing: restock, or void it</translation>
    </message>
    <message>
        <source>超卖 {n} 件：补货，或在平台退款</source>
        <translation>{n} oversold: add stock, or refund there</translation>
    </message>
    <message>
        <source>拍下未付款</source>
        <translation>Ordered, not paid</translation>
    </message>
    <message>
        <source>已退款</source>
        <translation>Refunded</translation>
    </message>
    <message>
        <source>已换成 {number} 号</source>
        <translation>Replaced by No. {number}</translation>
    </message>
    <message>
        <source>没有写原因</source>
        <translation>no reason given</translation>
    </message>
    <message>
        <source>已作废：{why}</source>
        <translation>Void: {why}</translation>
    </message>
</context>
<context>
    <name>coupon</name>
    <message>
        <source>满{least}减{off}</source>
        <translation>{off} off {least}</translation>
    </message>
    <message>
        <source>立减{off}</source>
        <translation>{off} off</translation>
    </message>
    <message>
        <source>几十秒的优惠用秒杀；平台的券按整天算</source>
        <translation>For seconds use a flash sale; platform coupons last whole days</translation>
    </message>
    <message>
        <source>全店</source>
        <translation>whole shop</translation>
    </message>
    <message>
        <source>只用于 {number} 号</source>
        <translation>only for No. {number}</translation>
    </message>
    <message>
        <source>按整天算：今天 24:00 止（北京时间）</source>
        <translation>whole days: until midnight today (Beijing)</translation>
    </message>
    <message>
        <source>按整天算：今天到 {last} 24:00（北京时间）</source>
        <translation>whole days: today until midnight of {last} (Beijing)</translation>
    </message>
    <message>
        <source>最多 {n} 天</source>
        <translation>at most {n} days</translation>
    </message>
    <message>
        <source>{n} 张</source>
        <translation>{n} coupons</translation>
    </message>
    <message>
        <source>每人 {n} 张</source>
        <translation>{n} each</translation>
    </message>
    <message>
        <source>满{least}减{off} x{n} 限{each} 1天</source>
        <translation>{off} off {least} x{n} max{each} 1day</translation>
    </message>
    <message>
        <source>减{off} x{n} 限{each} 1天</source>
        <translation>{off} off x{n} max{each} 1day</translation>
    </message>
    <message>
        <source>平台不收这张券</source>
        <translation>Platform refused it</translation>
    </message>
    <message>
        <source>券已结束</source>
        <translation>Coupon over</translation>
    </message>
    <message>
        <source>券正在结束</source>
        <translation>Coupon ending</translation>
    </message>
    <message>
        <source>优惠券</source>
        <translation>Coupon</translation>
    </message>
    <message>
        <source>券等平台确认</source>
        <translation>Waiting for the platform</translation>
    </message>
    <message>
        <source>剩 {left}/{total}</source>
        <translation>{left}/{total} left</translation>
    </message>
    <message>
        <source>{time} 时{left}</source>
        <translation>{left} at {time}</translation>
    </message>
    <message>
        <source>已领完</source>
        <translation>all taken</translation>
    </message>
    <message>
        <source>还剩 {n} 张</source>
        <translation>{n} left</translation>
    </message>
    <message>
        <source>{day} 24:00 止</source>
        <translation>until {day} 24:00</translation>
    </message>
    <message>
        <source>{number} 号</source>
        <translation>No. {number}</translation>
    </message>
</context>
<context>
    <name>crash</name>
    <message>
        <source>已存成 {file}</source>
        <translation>Saved as {file}</translation>
    </message>
    <message>
        <source>上次程序自己倒了</source>
        <translation>Kaibo crashed last time</translation>
    </message>
    <message>
        <source>上次没有正常退出（断电、被系统关掉，或出错）</source>
        <translation>Last time Kaibo did not end in order (power, the system, or a fault)</translation>
    </message>
    <message>
        <source>数据都在。要给人看经过，可以存成文件：只在本机，没有买家、电话、地址和密钥</source>
        <translation>All data is there. What happened can be saved as a file: on this machine only, without buyers, phone numbers, addresses and secrets</translation>
    </message>
    <message>
        <source>存成文件</source>
        <translation>Save as a file</translation>
    </message>
</context>
<context>
    <name>drafts</name>
    <message>
        <source>上次写到一半的一行还在，按 Enter 才上架</source>
        <translation>The line begun last time is still there; Enter lists it</translation>
    </message>
</context>
<context>
    <name>draw</name>
    <message>
        <source>匿名</source>
        <translation>Anonymous</translation>
    </message>
    <message>
        <source>全场买家</source>
        <translation>all buyers of the show</translation>
    </message>
    <message>
        <source>{number} 号的买家</source>
        <translation>buyers of No. {number}</translation>
    </message>
    <message>
        <source>{n} 人中</source>
        <translation>{n} to win</translation>
    </message>
    <message>
        <source>每份值 {amount}</source>
        <translation>each worth {amount}</translation>
    </message>
    <message>
        <source>超过 5 万元：抽奖式有奖销售不允许</source>
        <translation>Above 50,000 yuan: not allowed for a draw among buyers</translation>
    </message>
    <message>
        <source>抽奖进行中</source>
        <translation>Draw open</translation>
    </message>
    <message>
        <source>名单已锁定，等开奖</source>
        <translation>Entrants fixed, to be drawn</translation>
    </message>
    <message>
        <source>已开奖</source>
        <translation>Drawn</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>Called off</translation>
    </message>
    <message>
        <source>{n} 人参加</source>
        <translation>{n} in the draw</translation>
    </message>
    <message>
        <source>种子 {seed}</source>
        <translation>Seed {seed}</translation>
    </message>
    <message>
        <source>种子指纹 {f}</source>
        <translation>Seed fingerprint {f}</translation>
    </message>
    <message>
        <source>买了就参加</source>
        <translation>Every buyer takes part</translation>
    </message>
    <message>
        <source>还有 {n} 位</source>
        <translation>and {n} more</translation>
    </message>
    <message>
        <source>抽奖 {prize} {day}</source>
        <translation>Draw {prize} {day}</translation>
    </message>
</context>
<context>
    <name>flash</name>
    <message>
        <source>连拍的照片</source>
        <translation>Photos of the burst</translation>
    </message>
</context>
<context>
    <name>flash_sale</name>
    <message>
        <source>全部库存</source>
        <translation>all of it</translation>
    </message>
    <message>
        <source>{n} 秒</source>
        <translation>{n} s</translation>
    </message>
    <message>
        <source>{time} 开始</source>
        <translation>from {time}</translation>
    </message>
    <message>
        <source>每人限 {n}：平台没有限购接口，只管店里的单</source>
        <translation>{n} per buyer: the platform has no such limit, it holds for sales made here</translation>
    </message>
    <message>
        <source>排好的秒杀</source>
        <translation>Planned flash sale</translation>
    </message>
    <message>
        <source>秒杀中</source>
        <translation>Flash sale</translation>
    </message>
    <message>
        <source>等待平台确认</source>
        <translation>Waiting for the platform</translation>
    </message>
    <message>
        <source>剩 {left}/{units}</source>
        <translation>{left}/{units} left</translation>
    </message>
    <message>
        <source>接着</source>
        <translation>then</translation>
    </message>
    <message>
        <source>{number} 号的秒杀没有开始：{why}</source>
        <translation>The flash sale of No. {number} did not begin: {why}</translation>
    </message>
    <message>
        <source>{number} 号秒杀结束：卖出 {sold}/{units} 件 {amount}（{why}）</source>
        <translation>Flash sale of No. {number} over: {sold}/{units} sold, {amount} ({why})</translation>
    </message>
    <message>
        <source>时间到</source>
        <translation>time is up</translation>
    </message>
    <message>
        <source>秒完</source>
        <translation>sold out</translation>
    </message>
    <message>
        <source>手动</source>
        <translation>by hand</translation>
    </message>
    <message>
        <source>已下架</source>
        <translation>off sale</translation>
    </message>
    <message>
        <source>已下播</source>
        <translation>show over</translation>
    </message>
    <message>
        <source>没有库存</source>
        <translation>no stock</translation>
    </message>
    <message>
        <source>价格不低于现价</source>
        <translation>not below the price now</translation>
    </message>
    <message>
        <source>秒杀 {when}</source>
        <translation>Flash {when}</translation>
    </message>
    <message>
        <source>待确认</source>
        <translation>Waiting</translation>
    </message>
</context>
<context>
    <name>format</name>
    <message>
        <source>讲解中</source>
        <translation>On air</translation>
    </message>
    <message>
        <source>待播</source>
        <translation>Ready</translation>
    </message>
    <message>
        <source>已下架</source>
        <translation>Off sale</translation>
    </message>
    <message>
        <source>需处理</source>
        <translation>Needs you</translation>
    </message>
    <message>
        <source>售罄</source>
        <translation>Sold out</translation>
    </message>
    <message>
        <source>草稿</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>待同步</source>
        <translation>Unsent</translation>
    </message>
    <message>
        <source>审核中</source>
        <translation>In review</translation>
    </message>
    <message>
        <source>在售</source>
        <translation>On sale</translation>
    </message>
    <message>
        <source>强制离线</source>
        <translation>Forced offline</translation>
    </message>
    <message>
        <source>未连接</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>在线</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>网络差，正在重试</source>
        <translation>Poor network, retrying</translation>
    </message>
    <message>
        <source>离线</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>：</source>
        <translation>: </translation>
    </message>
    <message>
        <source>今天还可调用 {n} 次</source>
        <translation>{n} calls left today</translation>
    </message>
    <message>
        <source>预留中</source>
        <translation>holding…</translation>
    </message>
    <message>
        <source>预留 {n}</source>
        <translation>{n} held</translation>
    </message>
    <message>
        <source>断网中，卖出先记为待平台确认</source>
        <translation>Offline: sales wait for approval</translation>
    </message>
    <message>
        <source>离线可卖 {n}</source>
        <translation>{n} safe offline</translation>
    </message>
    <message>
        <source>，再多待平台确认</source>
        <translation>; more wait for approval</translation>
    </message>
    <message>
        <source>平台退回：{why}</source>
        <translation>Refused: {why}</translation>
    </message>
    <message>
        <source>没有说明原因</source>
        <translation>no reason given</translation>
    </message>
    <message>
        <source>还没有照片：{key} 拍一张</source>
        <translation>No photo: {key}</translation>
    </message>
</context>
<context>
    <name>health</name>
    <message>
        <source>画面不顺：每秒 {fps} 帧，应有 {announced}</source>
        <translation>Uneven: {fps} frames a second, not {announced}</translation>
    </message>
    <message>
        <source>电脑忙不过来：{percent}% 的画面没显示</source>
        <translation>Computer too busy: {percent}% of frames not shown</translation>
    </message>
    <message>
        <source>多打点光，检查 USB 口和网络；观众看到的也不顺。</source>
        <translation>More light helps, another USB socket, a better network; viewers see it uneven too.</translation>
    </message>
    <message>
        <source>关掉用不着的软件，让推流先用电脑；照片不受影响。</source>
        <translation>Close what is not needed and leave the computer to the stream; photos are not affected.</translation>
    </message>
    <message>
        <source>共 {captured} 帧，显示 {shown}，丢 {dropped}，迟到 {late}</source>
        <translation>{captured} frames, {shown} shown, {dropped} dropped, {late} late</translation>
    </message>
</context>
<context>
    <name>hold</name>
    <message>
        <source>按住下播</source>
        <translation>Hold to end</translation>
    </message>
    <message>
        <source>松开就取消</source>
        <translation>Let go to cancel</translation>
    </message>
    <message>
        <source>按住开奖</source>
        <translation>Hold to draw</translation>
    </message>
</context>
<context>
    <name>keying</name>
    <message>
        <source>按一个键</source>
        <translation>Press a key</translation>
    </message>
    <message>
        <source>这个键归系统，按了到不了这里</source>
        <translation>The system takes this key; it never arrives here</translation>
    </message>
    <message>
        <source>这个键归输入法，中英文、全半角、标点要用</source>
        <translation>Input methods need this key for languages, widths or punctuation</translation>
    </message>
    <message>
        <source>单个字母不行：开着中文输入法时收不到</source>
        <translation>No bare letters: with an input method on they do not arrive</translation>
    </message>
    <message>
        <source>数字和符号要留给文字和编号</source>
        <translation>Digits and signs are needed for text and numbers</translation>
    </message>
    <message>
        <source>这个键用来移动和返回</source>
        <translation>This key moves about and goes back</translation>
    </message>
    <message>
        <source>这个键用来回答和修改文字</source>
        <translation>This key answers and edits text</translation>
    </message>
    <message>
        <source>这个键用来复制、粘贴和改文字</source>
        <translation>This key copies, pastes or edits text</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>讲解</source>
        <translation>On air</translation>
    </message>
    <message>
        <source>上架</source>
        <translation>List</translation>
    </message>
    <message>
        <source>货单</source>
        <translation>Line-up</translation>
    </message>
    <message>
        <source>拍照上架</source>
        <translation>Snap and list</translation>
    </message>
    <message>
        <source>画面</source>
        <translation>Picture</translation>
    </message>
    <message>
        <source>成交与卡片</source>
        <translation>Sales and cards</translation>
    </message>
    <message>
        <source>直播与网络</source>
        <translation>Show and network</translation>
    </message>
    <message>
        <source>讲解下一件</source>
        <translation>Next item on air</translation>
    </message>
    <message>
        <source>讲解上一件</source>
        <translation>Previous item on air</translation>
    </message>
    <message>
        <source>小键盘输入编号，上讲解</source>
        <translation>Typed number on air</translation>
    </message>
    <message>
        <source>收起讲解卡片</source>
        <translation>Take the card off</translation>
    </message>
    <message>
        <source>记一单</source>
        <translation>Log a sale</translation>
    </message>
    <message>
        <source>结束优惠券</source>
        <translation>End the coupon</translation>
    </message>
    <message>
        <source>撤销刚才的操作</source>
        <translation>Undo the last action</translation>
    </message>
    <message>
        <source>拍照</source>
        <translation>Snap</translation>
    </message>
    <message>
        <source>到上架行</source>
        <translation>Go to the listing line</translation>
    </message>
    <message>
        <source>上架并讲解</source>
        <translation>List and put on air</translation>
    </message>
    <message>
        <source>按识别结果上架</source>
        <translation>List as understood</translation>
    </message>
    <message>
        <source>换后一张照片</source>
        <translation>Next photo</translation>
    </message>
    <message>
        <source>换前一张照片</source>
        <translation>Previous photo</translation>
    </message>
    <message>
        <source>换机位：全景、特写</source>
        <translation>The other camera: wide, close-up</translation>
    </message>
    <message>
        <source>画面转 90°</source>
        <translation>Turn the picture by 90°</translation>
    </message>
    <message>
        <source>镜像（照片不镜像）</source>
        <translation>Mirror it (not the photos)</translation>
    </message>
    <message>
        <source>只留竖屏 9:16</source>
        <translation>The 9:16 part only</translation>
    </message>
    <message>
        <source>放大（Ctrl 滚轮）</source>
        <translation>Closer (Ctrl and wheel)</translation>
    </message>
    <message>
        <source>缩小</source>
        <translation>Further away</translation>
    </message>
    <message>
        <source>往左看（拖动）</source>
        <translation>Look left (or drag)</translation>
    </message>
    <message>
        <source>往右看</source>
        <translation>Look right</translation>
    </message>
    <message>
        <source>往上看</source>
        <translation>Look up</translation>
    </message>
    <message>
        <source>往下看</source>
        <translation>Look down</translation>
    </message>
    <message>
        <source>画面还原</source>
        <translation>The picture as it comes</translation>
    </message>
    <message>
        <source>画面菜单、选摄像头（右键）</source>
        <translation>Picture menu, cameras (right click)</translation>
    </message>
    <message>
        <source>找货</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>往前移</source>
        <translation>Move up</translation>
    </message>
    <message>
        <source>往后移</source>
        <translation>Move down</translation>
    </message>
    <message>
        <source>选中的上讲解</source>
        <translation>Put the chosen item on air</translation>
    </message>
    <message>
        <source>改价</source>
        <translation>Change the price</translation>
    </message>
    <message>
        <source>加减库存</source>
        <translation>Add or take stock</translation>
    </message>
    <message>
        <source>改名称</source>
        <translation>Change the title</translation>
    </message>
    <message>
        <source>写卖点</source>
        <translation>Selling points</translation>
    </message>
    <message>
        <source>写货位</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>预留，断网也能卖</source>
        <translation>Hold for offline</translation>
    </message>
    <message>
        <source>退还预留</source>
        <translation>Give the hold back</translation>
    </message>
    <message>
        <source>重拍主图</source>
        <translation>Retake the photo</translation>
    </message>
    <message>
        <source>下架或重新上架</source>
        <translation>Off sale, or on again</translation>
    </message>
    <message>
        <source>重新发给平台</source>
        <translation>Send to the platform again</translation>
    </message>
    <message>
        <source>看这一单当时的画面</source>
        <translation>See the picture of that moment</translation>
    </message>
    <message>
        <source>作废选中的成交</source>
        <translation>Void the chosen sale</translation>
    </message>
    <message>
        <source>平台没货：退款</source>
        <translation>Out there: refund</translation>
    </message>
    <message>
        <source>平台没货：换货</source>
        <translation>Out there: substitute</translation>
    </message>
    <message>
        <source>平台没货：补货后发</source>
        <translation>Out there: send later</translation>
    </message>
    <message>
        <source>平台没货：已交货</source>
        <translation>Out there: handed over</translation>
    </message>
    <message>
        <source>所有待处理的成交</source>
        <translation>All sales that are not settled</translation>
    </message>
    <message>
        <source>到提示卡片</source>
        <translation>To the cards</translation>
    </message>
    <message>
        <source>下一场从空的开始；再按带上没卖完的</source>
        <translation>Start the next show empty; again: bring what is unsold</translation>
    </message>
    <message>
        <source>按住 0.6 秒下播</source>
        <translation>Hold 0.6 s to end the show</translation>
    </message>
    <message>
        <source>立即重试</source>
        <translation>Retry now</translation>
    </message>
    <message>
        <source>强制离线；再按恢复联网</source>
        <translation>Forced offline; again: go online</translation>
    </message>
    <message>
        <source>导出成交和未同步</source>
        <translation>Export sales and unsent</translation>
    </message>
    <message>
        <source>打开、关掉主播的窗口</source>
        <translation>Open or close the anchor&apos;s window</translation>
    </message>
    <message>
        <source>换到另一个窗口</source>
        <translation>To the other window</translation>
    </message>
    <message>
        <source>全部按键</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>收起、返回</source>
        <translation>Close, go back</translation>
    </message>
    <message>
        <source>小键盘 Enter</source>
        <translation>Num Enter</translation>
    </message>
    <message>
        <source>秒杀；在秒杀时加 30 秒</source>
        <translation>Flash sale; while one runs, 30 s more</translation>
    </message>
    <message>
        <source>结束秒杀</source>
        <translation>End the flash sale</translation>
    </message>
    <message>
        <source>步骤走一步</source>
        <translation>Next step of the item</translation>
    </message>
    <message>
        <source>选中的秒杀、排秒杀</source>
        <translation>Flash sale of the chosen one</translation>
    </message>
    <message>
        <source>写步骤</source>
        <translation>Write its steps</translation>
    </message>
    <message>
        <source>抽奖：开始、锁定、按住开奖</source>
        <translation>Draw: open, fix, hold to draw</translation>
    </message>
    <message>
        <source>批量导入；再按选表格</source>
        <translation>Bulk entry; again: choose a file</translation>
    </message>
    <message>
        <source>粘贴表格</source>
        <translation>Paste rows</translation>
    </message>
    <message>
        <source>选照片文件夹</source>
        <translation>Photo folder</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>保障、证书、成本</source>
        <translation>Guarantees, certificate, cost</translation>
    </message>
    <message>
        <source>发优惠券（按整天）</source>
        <translation>Coupon (whole days)</translation>
    </message>
    <message>
        <source>优惠券给观众看、收起</source>
        <translation>Show or hide the coupon</translation>
    </message>
    <message>
        <source>改讲解中的价；在货单里改选中的</source>
        <translation>New price, on air or chosen</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>手工裁图（定格的或选中的）</source>
        <translation>Crop by hand (frozen or chosen)</translation>
    </message>
    <message>
        <source>白底；再按停下</source>
        <translation>White background; again stops</translation>
    </message>
    <message>
        <source>裁切框往左</source>
        <translation>Crop frame to the left</translation>
    </message>
    <message>
        <source>往右</source>
        <translation>Crop frame to the right</translation>
    </message>
    <message>
        <source>往上</source>
        <translation>Crop frame up</translation>
    </message>
    <message>
        <source>往下</source>
        <translation>Crop frame down</translation>
    </message>
    <message>
        <source>裁切框大一点</source>
        <translation>Crop frame larger</translation>
    </message>
    <message>
        <source>小一点</source>
        <translation>Crop frame smaller</translation>
    </message>
    <message>
        <source>裁图</source>
        <translation>Crop</translation>
    </message>
    <message>
        <source>裁方图、裁竖图</source>
        <translation>Crop square, upright</translation>
    </message>
    <message>
        <source>就这样裁</source>
        <translation>Crop like this</translation>
    </message>
    <message>
        <source>照最后上架的再上一件</source>
        <translation>Another like the last one</translation>
    </message>
    <message>
        <source>照选中的再上一件</source>
        <translation>Another like the chosen one</translation>
    </message>
    <message>
        <source>全屏，再按还原</source>
        <translation>Full screen, and back</translation>
    </message>
    <message>
        <source>开播前看一眼；再按开播</source>
        <translation>Look before going live; again: go live</translation>
    </message>
    <message>
        <source>排好的场次；再按排一场</source>
        <translation>Planned shows; again: plan one</translation>
    </message>
    <message>
        <source>这一场和播过的场次的总结</source>
        <translation>What this show and past shows came to</translation>
    </message>
    <message>
        <source>提词</source>
        <translation>Prompter</translation>
    </message>
    <message>
        <source>提词：卖点处、整屏、收起</source>
        <translation>Prompter: by the points, full, away</translation>
    </message>
    <message>
        <source>提词窗口：第二块屏</source>
        <translation>Prompter in its own window</translation>
    </message>
    <message>
        <source>自动滚动，再按停</source>
        <translation>Scroll by itself, and stop</translation>
    </message>
    <message>
        <source>提词往下翻</source>
        <translation>Prompter: forward</translation>
    </message>
    <message>
        <source>提词往上翻</source>
        <translation>Prompter: back</translation>
    </message>
    <message>
        <source>滚得快一点</source>
        <translation>Scroll faster</translation>
    </message>
    <message>
        <source>滚得慢一点</source>
        <translation>Scroll slower</translation>
    </message>
    <message>
        <source>提词字大一点</source>
        <translation>Prompter: larger type</translation>
    </message>
    <message>
        <source>提词字小一点</source>
        <translation>Prompter: smaller type</translation>
    </message>
    <message>
        <source>提词窗口镜像（提词镜）</source>
        <translation>Mirror the prompter window (glass)</translation>
    </message>
    <message>
        <source>写稿子：讲完这件说什么</source>
        <translation>Write what is said after this item</translation>
    </message>
    <message>
        <source>采用价签上的名称和价格</source>
        <translation>Take title and price off the tag</translation>
    </message>
</context>
<context>
    <name>lineup</name>
    <message>
        <source>编号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>价格</source>
        <translation>Price</translation>
    </message>
    <message>
        <source>库存</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>本场售</source>
        <translation>Sold</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>货位</source>
        <translation>Bin</translation>
    </message>
    <message>
        <source>{number} 号 {title}，{price}，剩 {left} 件</source>
        <translation>No. {number} {title}, {price}, {left} left</translation>
    </message>
    <message>
        <source>，预留 {n} 件</source>
        <translation>, {n} held</translation>
    </message>
    <message>
        <source>还缺 {n} 项</source>
        <translation>Lacks {n} things</translation>
    </message>
    <message>
        <source>已选 {n} 件</source>
        <translation>{n} chosen</translation>
    </message>
</context>
<context>
    <name>number</name>
    <message>
        <source>没有这个编号</source>
        <translation>No such number</translation>
    </message>
    <message>
        <source>剩 {n} 件</source>
        <translation>{n} left</translation>
    </message>
    <message>
        <source>上讲解 · Esc 取消</source>
        <translation>on air · Esc cancels</translation>
    </message>
</context>
<context>
    <name>plans</name>
    <message>
        <source>今天</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>明天</source>
        <translation>Tomorrow</translation>
    </message>
    <message>
        <source>晚了 {time}</source>
        <translation>{time} late</translation>
    </message>
    <message>
        <source>还有 1 天</source>
        <translation>in 1 day</translation>
    </message>
    <message>
        <source>还有 {n} 天</source>
        <translation>in {n} days</translation>
    </message>
    <message>
        <source>还有 {time}</source>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>没有名字的一场</source>
        <translation>Untitled show</translation>
    </message>
    <message>
        <source>没有名字</source>
        <translation>no title</translation>
    </message>
</context>
<context>
    <name>preflight</name>
    <message>
        <source>好</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>未知</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>注意</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>不行</source>
        <translation>No go</translation>
    </message>
    <message>
        <source>换摄像头</source>
        <translation>Choose a camera</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>恢复联网</source>
        <translation>Go online</translation>
    </message>
    <message>
        <source>去上架</source>
        <translation>List items</translation>
    </message>
    <message>
        <source>从空的开始</source>
        <translation>Start empty</translation>
    </message>
    <message>
        <source>带上</source>
        <translation>Bring along</translation>
    </message>
    <message>
        <source>看 {number} 号</source>
        <translation>Show no. {number}</translation>
    </message>
    <message>
        <source>补 {number} 号照片</source>
        <translation>Photo of no. {number}</translation>
    </message>
    <message>
        <source>改 {number} 号库存</source>
        <translation>Stock of no. {number}</translation>
    </message>
    <message>
        <source>改 {number} 号名称</source>
        <translation>Title of no. {number}</translation>
    </message>
    <message>
        <source>改 {number} 号卖点</source>
        <translation>Points of no. {number}</translation>
    </message>
    <message>
        <source>补 {number} 号证书</source>
        <translation>Certificate of no. {number}</translation>
    </message>
</context>
<context>
    <name>preview</name>
    <message>
        <source>检查插头，或按 {key} 换个摄像头</source>
        <translation>Check the plug, or press {key} for another camera</translation>
    </message>
    <message>
        <source>直播画面</source>
        <translation>Live picture</translation>
    </message>
    <message>
        <source>正在打开摄像头…</source>
        <translation>Opening the camera…</translation>
    </message>
    <message>
        <source>摄像头没有打开</source>
        <translation>No camera is open</translation>
    </message>
    <message>
        <source>等待画面…</source>
        <translation>Waiting for a picture…</translation>
    </message>
</context>
<context>
    <name>prompter</name>
    <message>
        <source>没有卖点和稿子，助理按 {key} 写</source>
        <translation>No points and no script yet; the assistant writes with {key}</translation>
    </message>
    <message>
        <source>下一件：{what}</source>
        <translation>Next: {what}</translation>
    </message>
    <message>
        <source>提词</source>
        <translation>Prompter</translation>
    </message>
    <message>
        <source>自动滚动 {n} 行/分</source>
        <translation>Scrolling, {n} lines a minute</translation>
    </message>
    <message>
        <source>开播 · 提词</source>
        <translation>Kaibo · prompter</translation>
    </message>
</context>
<context>
    <name>proof</name>
    <message>
        <source>画面文件已经不在，或读不出来；成交没有受影响</source>
        <translation>The picture is gone or cannot be read; the sale is not affected</translation>
    </message>
    <message>
        <source>成交没有受影响。看看数据文件夹在的磁盘，再按 Enter 重找</source>
        <translation>The sale is not affected. Check the disk of the data folder, then press Enter to look again</translation>
    </message>
    <message>
        <source>留存的画面读不出来</source>
        <translation>The kept picture cannot be read</translation>
    </message>
    <message>
        <source>正在找…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>磁盘还没有回答，还在找…</source>
        <translation>The disk has not answered yet; still looking…</translation>
    </message>
    <message>
        <source>没有留存这一单的画面</source>
        <translation>No picture of this sale was kept</translation>
    </message>
    <message>
        <source>画面 {time}</source>
        <translation>Picture of {time}</translation>
    </message>
    <message>
        <source>{number} 号 {title} ×{quantity} · {time}</source>
        <translation>No. {number} {title} ×{quantity} · {time}</translation>
    </message>
    <message>
        <source>Esc 关闭</source>
        <translation>Esc closes</translation>
    </message>
</context>
<context>
    <name>sales</name>
    <message>
        <source>{number}号</source>
        <translation>#{number}</translation>
    </message>
    <message>
        <source>还没有成交</source>
        <translation>No sales yet</translation>
    </message>
    <message>
        <source>{number} 号 {title} ×{quantity}，{amount}</source>
        <translation>No. {number} {title} ×{quantity}, {amount}</translation>
    </message>
    <message>
        <source>{sale}，{standing}</source>
        <translation>{sale}, {standing}</translation>
    </message>
</context>
<context>
    <name>seats</name>
    <message>
        <source>另一个窗口没有打开，按 {key} 打开</source>
        <translation>The other window is not open; {key} opens it</translation>
    </message>
    <message>
        <source>两个窗口在一块屏上：{key} 换到另一个</source>
        <translation>Both windows share this screen: {key} goes to the other</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>语言和外观</source>
        <translation>Language and look</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>店铺</source>
        <translation>Shop</translation>
    </message>
    <message>
        <source>按键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>数据文件夹</source>
        <translation>Data folder</translation>
    </message>
</context>
<context>
    <name>sheet</name>
    <message>
        <source>全部按键</source>
        <translation>All keys</translation>
    </message>
    <message>
        <source>Esc 关闭，其他按键照常可用</source>
        <translation>Esc closes; all other keys go on working</translation>
    </message>
    <message>
        <source>{key} 翻页 {page}/{pages}</source>
        <translation>{key} turns the page {page}/{pages}</translation>
    </message>
    <message>
        <source>找：动作或按键，如 秒杀、F6</source>
        <translation>Find an action or a key: flash, F6</translation>
    </message>
    <message>
        <source>找按键</source>
        <translation>Find a key</translation>
    </message>
    <message>
        <source>没有这样的动作</source>
        <translation>No such action</translation>
    </message>
</context>
<context>
    <name>sign</name>
    <message>
        <source>没有画面</source>
        <translation>No picture</translation>
    </message>
    <message>
        <source>画面定住了</source>
        <translation>Picture frozen</translation>
    </message>
    <message>
        <source>画面全黑</source>
        <translation>Picture black</translation>
    </message>
    <message>
        <source>画面停了</source>
        <translation>Picture stopped</translation>
    </message>
</context>
<context>
    <name>snapping</name>
    <message>
        <source>正在拍照…</source>
        <translation>Taking the photo…</translation>
    </message>
    <message>
        <source>没有拍成，可以先当草稿上架</source>
        <translation>No photo; it can be listed as a draft</translation>
    </message>
    <message>
        <source>拍好了，但{flaws}</source>
        <translation>Photo taken, but: {flaws}</translation>
    </message>
    <message>
        <source>拍好了</source>
        <translation>Photo taken</translation>
    </message>
    <message>
        <source>{n} 件</source>
        <translation>stock {n}</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>步骤走完了</source>
        <translation>All steps taken</translation>
    </message>
    <message>
        <source>下一步 {n}/{all}：{what}</source>
        <translation>Next {n}/{all}: {what}</translation>
    </message>
    <message>
        <source>开价 {price}</source>
        <translation>Price {price}</translation>
    </message>
    <message>
        <source>下架</source>
        <translation>Off sale</translation>
    </message>
    <message>
        <source>秒杀 {price}</source>
        <translation>Flash {price}</translation>
    </message>
</context>
<context>
    <name>summary</name>
    <message>
        <source>记错了马上撤回的件数：没有成交，也没有退款</source>
        <translation>Units of slips that were undone at once: neither sold nor refunded</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>编号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>卖出</source>
        <translation>Sold</translation>
    </message>
    <message>
        <source>销售额</source>
        <translation>Revenue</translation>
    </message>
    <message>
        <source>还剩</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>退、废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>最旺的一分钟 {time}：{orders} 单，{amount}</source>
        <translation>Best minute {time}: {orders} orders, {amount}</translation>
    </message>
    <message>
        <source>销售额走势，到 {amount}；{peak}</source>
        <translation>Revenue over time, up to {amount}; {peak}</translation>
    </message>
</context>
<context>
    <name>trust</name>
    <message>
        <source>七天无理由</source>
        <translation>7-day returns</translation>
    </message>
    <message>
        <source>退款不退货</source>
        <translation>Refund, keep it</translation>
    </message>
    <message>
        <source>退货补运费</source>
        <translation>Return freight paid</translation>
    </message>
    <message>
        <source>假一赔十</source>
        <translation>Tenfold if fake</translation>
    </message>
    <message>
        <source>原产地</source>
        <translation>Place of origin</translation>
    </message>
    <message>
        <source>产业带</source>
        <translation>Industry belt</translation>
    </message>
    <message>
        <source>工厂直供</source>
        <translation>Factory direct</translation>
    </message>
    <message>
        <source>达人品牌</source>
        <translation>Creator&apos;s brand</translation>
    </message>
    <message>
        <source>证书 {n}</source>
        <translation>Certificate {n}</translation>
    </message>
    <message>
        <source>证书缺照片</source>
        <translation>Certificate lacks its photo</translation>
    </message>
    <message>
        <source>缺凭证</source>
        <translation>lacks its proof</translation>
    </message>
    <message>
        <source>缺产地</source>
        <translation>lacks its place</translation>
    </message>
    <message>
        <source>材质</source>
        <translation>material</translation>
    </message>
    <message>
        <source>重量</source>
        <translation>weight</translation>
    </message>
    <message>
        <source>尺寸</source>
        <translation>size</translation>
    </message>
    <message>
        <source>证书编号</source>
        <translation>certificate number</translation>
    </message>
    <message>
        <source>证书照片</source>
        <translation>certificate photo</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>珠宝上架还缺：{what}</source>
        <translation>Before listing it lacks: {what}</translation>
    </message>
    <message>
        <source>原价缺凭证</source>
        <translation>compared price lacks its proof</translation>
    </message>
    <message>
        <source>原价 {price}</source>
        <translation>was {price}</translation>
    </message>
    <message>
        <source>{n} 小时内发货</source>
        <translation>ships within {n} h</translation>
    </message>
    <message>
        <source>在线 {n} 人</source>
        <translation>{n} watching</translation>
    </message>
    <message>
        <source>证书</source>
        <translation>Certificate</translation>
    </message>
</context>
<context>
    <name>undo</name>
    <message>
        <source>{number} 号上讲解</source>
        <translation>No. {number} is on air</translation>
    </message>
    <message>
        <source>已收起讲解卡片</source>
        <translation>The card is off</translation>
    </message>
    <message>
        <source>{number} 号换了位置</source>
        <translation>No. {number} moved</translation>
    </message>
    <message>
        <source>记了一单：{number} 号 ×{quantity}</source>
        <translation>Sale logged: No. {number} ×{quantity}</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Taken back</translation>
    </message>
    <message>
        <source>已把 {number} 号改价为 {price}</source>
        <translation>No. {number} now costs {price}</translation>
    </message>
    <message>
        <source>{number} 号库存 {quantity}</source>
        <translation>Stock of No. {number}: {quantity}</translation>
    </message>
    <message>
        <source>{number} 号改了名称</source>
        <translation>No. {number} has a new title</translation>
    </message>
    <message>
        <source>{number} 号改了卖点</source>
        <translation>Selling points of No. {number} changed</translation>
    </message>
    <message>
        <source>{number} 号改了货位</source>
        <translation>Bin of No. {number} changed</translation>
    </message>
    <message>
        <source>{number} 号改了条码</source>
        <translation>Barcode of No. {number} changed</translation>
    </message>
    <message>
        <source>{number} 号已下架</source>
        <translation>No. {number} is off sale</translation>
    </message>
    <message>
        <source>{number} 号重新上架</source>
        <translation>No. {number} is on sale again</translation>
    </message>
    <message>
        <source>{number} 号上架并讲解：{title}</source>
        <translation>No. {number} listed and on air: {title}</translation>
    </message>
    <message>
        <source>{number} 号已上架：{title}</source>
        <translation>No. {number} listed: {title}</translation>
    </message>
    <message>
        <source>{number} 号先当草稿：{title}</source>
        <translation>No. {number} is a draft: {title}</translation>
    </message>
    <message>
        <source>{number} 号改了步骤</source>
        <translation>Steps of No. {number} changed</translation>
    </message>
    <message>
        <source>抽奖开始：{prize}</source>
        <translation>Draw open: {prize}</translation>
    </message>
    <message>
        <source>名单已锁定：{n} 人（撤销就作废这次抽奖）</source>
        <translation>Entrants fixed: {n} (undo calls the draw off)</translation>
    </message>
    <message>
        <source>上一场没卖完的 {n} 件带上了，编号不变</source>
        <translation>Unsold goods of the last show came along with their numbers: {n}</translation>
    </message>
    <message>
        <source>从空的开始：上一场没卖完的 {n} 件没有带上</source>
        <translation>An empty start: unsold goods of the last show stay behind: {n}</translation>
    </message>
    <message>
        <source>{number} 号秒杀 {price} ×{units}，{seconds} 秒</source>
        <translation>Flash sale of No. {number}: {price} ×{units}, {seconds} s</translation>
    </message>
    <message>
        <source>{number} 号排了秒杀 {price} ×{units}，{seconds} 秒</source>
        <translation>Flash sale of No. {number} planned: {price} ×{units}, {seconds} s</translation>
    </message>
    <message>
        <source>{number} 号：{step}</source>
        <translation>No. {number}: {step}</translation>
    </message>
    <message>
        <source>{number} 号改了保障与证明</source>
        <translation>Guarantees and proofs of No. {number} changed</translation>
    </message>
    <message>
        <source>{number} 号后面的稿子改了</source>
        <translation>Script after No. {number} changed</translation>
    </message>
    <message>
        <source>开场的稿子改了</source>
        <translation>Opening script changed</translation>
    </message>
    <message>
        <source>发了优惠券 {name} ×{total}</source>
        <translation>Coupon {name} ×{total} made</translation>
    </message>
    <message>
        <source>优惠券给观众看了</source>
        <translation>Viewers see the coupon</translation>
    </message>
    <message>
        <source>优惠券收起了</source>
        <translation>Coupon hidden</translation>
    </message>
    <message>
        <source>优惠券 {name} 没有发出</source>
        <translation>Coupon {name} was not sent</translation>
    </message>
    <message>
        <source>照片裁好了</source>
        <translation>Photo cropped</translation>
    </message>
    <message>
        <source>白底做好了</source>
        <translation>Background made white</translation>
    </message>
    <message>
        <source>{n} 件换了位置</source>
        <translation>{n} items moved</translation>
    </message>
    <message>
        <source>排了一场：{title}</source>
        <translation>Show planned: {title}</translation>
    </message>
    <message>
        <source>改了排好的一场：{title}</source>
        <translation>Planned show changed: {title}</translation>
    </message>
    <message>
        <source>取消了排好的一场：{title}</source>
        <translation>Planned show called off: {title}</translation>
    </message>
    <message>
        <source>{number} 号预留 {n} 件</source>
        <translation>No. {number}: {n} held</translation>
    </message>
    <message>
        <source>{number} 号退还了预留</source>
        <translation>No. {number}: held units given back</translation>
    </message>
    <message>
        <source>已强制离线</source>
        <translation>Forced offline</translation>
    </message>
    <message>
        <source>已恢复联网</source>
        <translation>Online again</translation>
    </message>
    <message>
        <source>{number} 号秒杀加了 {seconds} 秒</source>
        <translation>No. {number}: flash sale {seconds} s longer</translation>
    </message>
</context>
<context>
    <name>view</name>
    <message>
        <source>机位 {n}</source>
        <translation>Camera {n}</translation>
    </message>
    <message>
        <source>机位 {n}（{other} 打不开）</source>
        <translation>Camera {n} ({other} failed)</translation>
    </message>
    <message>
        <source>镜像</source>
        <translation>mirrored</translation>
    </message>
    <message>
        <source>竖屏 9:16</source>
        <translation>9:16</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>不能上播</source>
        <translation>Must not go on air</translation>
    </message>
    <message>
        <source>有风险</source>
        <translation>Risky</translation>
    </message>
    <message>
        <source>提醒</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>{level}：{reason}。{advice}</source>
        <translation>{level}: {reason}. {advice}</translation>
    </message>
    <message>
        <source>（还有 {n} 处）</source>
        <translation> (and {n} more)</translation>
    </message>
    <message>
        <source>{reason}，{advice}</source>
        <translation>{reason}. {advice}</translation>
    </message>
</context>
</TS>
